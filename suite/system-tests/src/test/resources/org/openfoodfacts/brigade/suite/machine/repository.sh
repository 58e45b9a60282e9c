# Makes a repository with two releases and serves it by git's own protocol.
set -eu
export GIT_AUTHOR_NAME=Release GIT_AUTHOR_EMAIL=release@localhost GIT_COMMITTER_NAME=Release GIT_COMMITTER_EMAIL=release@localhost
mkdir -p /srv/git/product-opener
cd /srv/git/product-opener
git init -q -b main
mkdir scripts
cat >scripts/build.sh <<'SCRIPT'
#!/bin/sh
set -eu
echo "building $(cat VERSION) of ${PRODUCT_OPENER_FLAVOR:-no flavor} as $(id -un), groups $(id -Gn), with $*"
for step in taxonomies languages assets; do
  echo "$step: begun"
  sleep 0.3
  echo "$step: done" >&2
done
echo "built $(cat VERSION)"
SCRIPT
cat >scripts/slow.sh <<'SCRIPT'
#!/bin/sh
# Notes that it runs, starts a child, and one in a session of its own, and waits.
echo "$$" >>"$HOME/runs"
sleep 611 &
setsid sleep 612 &
echo "waiting"
wait
SCRIPT
chmod 755 scripts/*.sh
for release in v1.0.0 v1.1.0; do
  echo "$release" >VERSION
  git add -A
  git commit -q -m "Release $release"
  git tag "$release"
done
systemd-run --quiet --unit=git-daemon git daemon --export-all --base-path=/srv/git /srv/git
