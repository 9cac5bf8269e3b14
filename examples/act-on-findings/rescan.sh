#!/bin/sh
# Has an image with findings scanned once more. That scan ends with a webhook too, so each image has its turn once a day.
#   SERVER  the address of Bellbuoy: https://bellbuoy.example.com
#   NETRC   a file with the robot that may scan: machine bellbuoy.example.com login robot$shop+scanner password …
#   STATE   a folder that remembers which images had their turn
set -eu
export LC_ALL=C

refuse() {
  echo "The webhook names no $1." >&2
  exit 65
}

# Facts come from outside: each must be what its name says.
case ${BELLBUOY_PROJECT:-} in '' | [.-]* | *..* | *[!a-z0-9._-]*) refuse project ;; esac
case ${BELLBUOY_REPOSITORY:-} in "$BELLBUOY_PROJECT"/?*) ;; *) refuse repository ;; esac
case $BELLBUOY_REPOSITORY in *..* | *[!a-z0-9._/-]*) refuse repository ;; esac
case ${BELLBUOY_DIGEST:-} in sha256:*[!0-9a-f]*) refuse digest ;; sha256:*) ;; *) refuse digest ;; esac

find "$STATE" -type f -name 'sha256:*' -mmin +1440 -delete
if [ -e "$STATE/$BELLBUOY_DIGEST" ]; then
  echo 'It was scanned again today.'
  exit 0
fi

# As in Harbor, a slash inside the name of a repository is encoded twice.
repository=$(printf %s "${BELLBUOY_REPOSITORY#"$BELLBUOY_PROJECT"/}" | sed 's,/,%252F,g')
curl --silent --show-error --fail-with-body --netrc-file "$NETRC" --request POST \
  "$SERVER/api/v2.0/projects/$BELLBUOY_PROJECT/repositories/$repository/artifacts/$BELLBUOY_DIGEST/scan"
: >"$STATE/$BELLBUOY_DIGEST"
