#!/bin/sh
# Makes the package of a tag in a fresh clone: build.sh TAG FOLDER. FOLDER gets bellbuoy-VERSION.tgz and SHA256SUMS.
# It needs git, Node 20 or later, npm, and a registry of packages.
set -eu

if [ $# -ne 2 ]; then
  echo 'usage: build.sh TAG FOLDER' >&2
  exit 2
fi
tag=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
repository=$(cd "$(dirname "$0")/../.." && git rev-parse --show-toplevel)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

git clone --quiet --branch "$tag" --depth 1 "file://$repository" "$work/clone"
cd "$work/clone"
version=$(node -p 'require("./package.json").version')
if [ "v$version" != "$tag" ]; then
  echo "The tag is $tag, but package.json says $version: run node scripts/release.mjs $tag, commit, and move the tag." >&2
  exit 1
fi
# npm ci checks each dependency against the digest in package-lock.json.
npm ci --include=dev --engine-strict=false --loglevel=error
npm pack --silent --pack-destination "$folder"
mkdir "$work/installed"
cd "$work/installed"
npm install --prefix . --engine-strict=false --loglevel=error "$folder/bellbuoy-$version.tgz"
./node_modules/.bin/bellbuoy version
cd "$folder"
sha256sum "bellbuoy-$version.tgz" >SHA256SUMS
