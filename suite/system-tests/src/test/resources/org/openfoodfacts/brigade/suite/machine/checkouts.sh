# A flavor's checkouts as its administrators make them: owned by the user that builds. GIT is where the repository is.
set -eu
useradd --create-home --shell /bin/sh off
for checkout in opff slow unlisted; do
  install -d -o off -g off "/srv/$checkout"
  su off -c "git -c advice.detachedHead=false clone -q --branch v1.0.0 $GIT/product-opener /srv/$checkout"
done
