#!/bin/sh
# Gives a Deployment of Kubernetes the image whose scan has passed, by its digest.
#   DEPLOYMENT  its name
#   CONTAINER   the name of the container in it
#   KUBECTL     kubectl (the default), or another program with the same commands
set -eu
export LC_ALL=C

refuse() {
  echo "The webhook names no $1." >&2
  exit 65
}

# Facts come from outside: each must be what its name says.
case ${BELLBUOY_DIGEST:-} in sha256:*[!0-9a-f]*) refuse digest ;; sha256:*) ;; *) refuse digest ;; esac
case ${BELLBUOY_RESOURCE_URL:-} in '' | [.-]* | *..* | *[!A-Za-z0-9._:/@-]*) refuse image ;; esac
case ${BELLBUOY_TAG:-} in [.-]* | *[!A-Za-z0-9._-]*) refuse tag ;; esac

name=${BELLBUOY_RESOURCE_URL%@*}
name=${name%:"$BELLBUOY_TAG"}

kubectl=${KUBECTL:-kubectl}
"$kubectl" set image "deployment/$DEPLOYMENT" "$CONTAINER=$name@$BELLBUOY_DIGEST"
"$kubectl" rollout status "deployment/$DEPLOYMENT" --timeout=5m
