#!/bin/sh
# Copies the image that the webhook names to another registry, with its tag and digest.
#   MIRROR              the other registry, and perhaps a path: mirror.example.com/copies
#   REGISTRY_AUTH_FILE  the log-ins of skopeo, if the registries want any (skopeo login --authfile)
set -eu
export LC_ALL=C

refuse() {
  echo "The webhook names no $1." >&2
  exit 65
}

# Facts come from outside: each must be what its name says.
case ${BELLBUOY_REPOSITORY:-} in '' | [.-]* | *..* | *[!a-z0-9._/-]*) refuse repository ;; esac
case ${BELLBUOY_TAG:-} in '' | [.-]* | *[!A-Za-z0-9._-]*) refuse tag ;; esac
case ${BELLBUOY_DIGEST:-} in sha256:*[!0-9a-f]*) refuse digest ;; sha256:*) ;; *) refuse digest ;; esac
case ${BELLBUOY_RESOURCE_URL:-} in '' | [.-]* | *..* | *[!A-Za-z0-9._:/@-]*) refuse image ;; esac

name=${BELLBUOY_RESOURCE_URL%@*}
name=${name%:"$BELLBUOY_TAG"}

# The digest, and not the tag, since the tag may have moved since then.
skopeo copy --all --preserve-digests \
  "docker://$name@$BELLBUOY_DIGEST" "docker://$MIRROR/$BELLBUOY_REPOSITORY:$BELLBUOY_TAG"
