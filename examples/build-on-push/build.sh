#!/bin/sh
# Builds an image again on top of the base image that was pushed, and pushes it.
#   SOURCES         the folder with the Dockerfile, which begins with: ARG BASE / FROM $BASE
#   IMAGE           the name of the image to build
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
"$tool" build --pull --build-arg "BASE=$BELLBUOY_RESOURCE_URL" --tag "$IMAGE" "$SOURCES"
"$tool" push "$IMAGE"
