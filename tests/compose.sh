#!/bin/sh
# Starts the whole deployment with docker compose, runs the demo in its image, scales it, kills a
# worker, runs doctor and stops it: `make compose-test`, on a machine with a container engine. It is a
# compose project of its own; volumes and secrets are removed at the end.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/baqylau-compose.XXXXXX")
docker compose version > /dev/null 2>&1 || { echo "compose-test: no docker compose here"; exit 1; }
(cd "$here" && git ls-files -z | xargs -0 tar -cf -) | tar -xf - -C "$work"
cd "$work"
printf 'BAQYLAU_CONTACT=\nBAQYLAU_PORT=0\nBAQYLAU_PROMETHEUS_PORT=0\n' > .env
sed -i 's/^BAQYLAU_CONTACT=$/BAQYLAU_CONTACT=tests@example.invalid/' .env
mkdir -m 700 secrets
docker run --rm --volume "$work:/b" --workdir /b python:3.12-slim-bookworm python deploy/make_secrets.py
compose() { docker compose --project-name baqylau-test "$@"; }
trap 'compose --profile metrics --profile storage down --volumes --remove-orphans > /dev/null 2>&1; rm -rf "$work"' EXIT
# no outlet is visited by this test
printf 'services:\n  crawler:\n    environment:\n      BAQYLAU_OUTLETS: /tmp\n    command: [serve]\n' > compose.override.yml
compose -f docker-compose.yml -f compose.override.yml up --detach --build --wait --scale workers=3
compose exec -T workers sh -c "cd /tmp && python -m console.main demo --once" | tail -n 3
compose exec -T workers python -m console.main doctor
if compose exec -T workers python -c "import urllib.request as u; u.urlopen('https://example.org', timeout=5)" 2> /dev/null; then echo "a worker has access to the internet"; exit 1; fi
docker kill "$(compose ps -q workers | head -n 1)" > /dev/null
compose -f docker-compose.yml -f compose.override.yml up --detach --wait --scale workers=8
test "$(compose ps -q workers | wc -l)" -eq 8
compose stop --timeout 90 workers
test -z "$(compose ps --format '{{.ExitCode}}' --all workers | grep -v '^0$')" || { echo "a worker did not end cleanly"; exit 1; }
echo "compose: started, demo, scaled, killed and stopped"
