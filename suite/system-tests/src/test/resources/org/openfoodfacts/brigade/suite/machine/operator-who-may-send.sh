# On the machine that is pulled from: an operator with KEY, who may send, hold and release, and nothing else.
set -eu
useradd -m -s /bin/bash -p '*' southoperator
mkdir ~southoperator/.ssh
echo "$KEY" >~southoperator/.ssh/authorized_keys
chown -R southoperator ~southoperator/.ssh
zfs allow -u southoperator send,hold,release tank
