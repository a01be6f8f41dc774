#!/bin/sh
# Builds the Dockerfile without a container engine and tests the image: `make image-test`, as root,
# with buildah and mmdebstrap from apt. The base is a Debian made here, so no image registry is
# needed; IMAGE_BASE names another base that buildah can pull.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/baqylau-image.XXXXXX")
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
store="--root $work/store --runroot $work/run"
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

base=${IMAGE_BASE:-}
if [ -z "$base" ]; then
  mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates bookworm "$work/base.tar"
  container=$(buildah $store from scratch)
  buildah $store add -q "$container" "$work/base.tar" /
  base=localhost/debian-python:test
  buildah $store commit -q "$container" "$base"
fi
# this machine's certificates, for building behind a proxy; nothing of them stays in the image
printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' > "$work/pip.conf"
buildah $store bud --pull-never --build-arg BASE="$base" --tag baqylau:test \
  --volume /etc/ssl/certs/ca-certificates.crt:/etc/ssl/certs/ca-certificates.crt:ro --volume "$work/pip.conf:/etc/pip.conf:ro" "$here"

container=$(buildah $store from --pull-never baqylau:test)
inside() { buildah $store run --user 10001:10001 "$container" -- "$@"; }
inside python -m console.main --help > /dev/null
inside python -c "import os, sys; from pathlib import Path
assert os.getuid() == 10001, os.getuid()
assert not os.access('/opt/baqylau', os.W_OK) and os.access('/data', os.W_OK)
assert not any(Path('/opt/baqylau').rglob('tests')), 'tests are no part of the image'"
inside sh -c "cd /tmp && python -m console.main demo --once" | tail -n 3
buildah $store inspect --type image --format '{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}}' baqylau:test
echo "image: built and tested"
