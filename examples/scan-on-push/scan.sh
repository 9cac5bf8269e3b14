#!/bin/sh
# Scans the image that was pushed, and reports the result to Bellbuoy.
#   SERVER   the address of Bellbuoy: https://bellbuoy.example.com
#   NETRC    a file with the robot that may report: machine bellbuoy.example.com login robot$shop+scanner password …
#   SCANNER  trivy (the default)
set -eu
export LC_ALL=C

refuse() {
  echo "The webhook names no $1." >&2
  exit 65
}

# Facts come from outside: each must be what its name says, and no option.
case ${BELLBUOY_PROJECT:-} in '' | [.-]* | *..* | *[!a-z0-9._-]*) refuse project ;; esac
case ${BELLBUOY_REPOSITORY:-} in '' | [.-]* | *..* | *[!a-z0-9._/-]*) refuse repository ;; esac
case ${BELLBUOY_TAG:-} in [.-]* | *[!A-Za-z0-9._-]*) refuse tag ;; esac
case ${BELLBUOY_DIGEST:-} in sha256:*[!0-9a-f]*) refuse digest ;; sha256:*) ;; *) refuse digest ;; esac
case ${BELLBUOY_RESOURCE_URL:-} in '' | [.-]* | *..* | *[!A-Za-z0-9._:/@-]*) refuse image ;; esac

name=${BELLBUOY_RESOURCE_URL%@*}
name=${name%:"$BELLBUOY_TAG"}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
"${SCANNER:-trivy}" image --quiet --format json --output "$report" "$name@$BELLBUOY_DIGEST"

image="repository=$BELLBUOY_REPOSITORY&digest=$BELLBUOY_DIGEST${BELLBUOY_TAG:+&tag=$BELLBUOY_TAG}"
curl --silent --show-error --fail-with-body --netrc-file "$NETRC" \
  --header 'Content-Type: application/json' --data-binary "@$report" \
  "$SERVER/api/v2.0/projects/$BELLBUOY_PROJECT/scan-reports?$image"
