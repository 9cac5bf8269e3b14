#!/bin/sh
# Pulls the image that was pushed, and restarts what uses it on this machine.
#   APPS            a folder with one folder for each app, each with its compose.yaml
#   CONTAINER_TOOL  docker (the default), podman or any other with the same commands
set -eu
export LC_ALL=C

# Facts come from outside: this one must be a reference, and not an option.
case ${BELLBUOY_RESOURCE_URL:-} in
  '' | [.-]* | *..* | *[!A-Za-z0-9._:/@-]*)
    echo 'The webhook names no image.' >&2
    exit 65
    ;;
esac

tool=${CONTAINER_TOOL:-docker}
for app in "$APPS"/*/; do
  [ -d "$app" ] || continue
  images=$("$tool" compose --project-directory "$app" config --images)
  printf '%s\n' "$images" | grep -Fqx -e "$BELLBUOY_RESOURCE_URL" || continue
  echo "Updating $app"
  "$tool" compose --project-directory "$app" pull
  "$tool" compose --project-directory "$app" up --detach
done
