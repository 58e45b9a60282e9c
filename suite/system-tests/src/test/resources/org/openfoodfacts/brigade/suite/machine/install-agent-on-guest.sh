# An agent on a guest with ZFS, which has no systemd: the tarball lies in the folder that the host shares. NODE is the machine's name, SUITE
# the host's address the suite listens on, API that of the security service, TOKEN the invitation.
set -eu
network=$(ip -4 -o address show vec0 | sed -n 's/.* inet \(10\.98\.[0-9]*\)\..*/\1/p')
ip route add "$SUITE" via "$network.254"
printf '%s north-zfs\n%s south-zfs\n' "$network.1" "$network.2" >>/etc/hosts
mkdir -p /opt/brigade-agent /etc/brigade-agent
tar -xzf /host/brigade-agent-*.tar.gz -C /opt/brigade-agent --strip-components=1
sed -e "s|^node = .*|node = $NODE|" -e "s|^security-api = .*|security-api = $API|" -e "s|^interval = .*|interval = PT12S|" \
  /opt/brigade-agent/agent.properties >/etc/brigade-agent/agent.properties
umask 077
cat >/etc/brigade-agent/policy <<END
allow = take-snapshot, destroy-snapshots, pull-datasets, roll-back-dataset, rename-dataset, follow-policies
allow = destroy-dataset, clone-snapshots, swap-clones, destroy-clones
dataset = tank/**
END
printf '%s\n' "$TOKEN" | /opt/brigade-agent/bin/brigade-agent enroll --config /etc/brigade-agent/agent.properties --token-file -
