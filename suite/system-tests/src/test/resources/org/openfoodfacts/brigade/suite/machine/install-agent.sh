# What agent/README.md tells an administrator to do. NODE is the machine's name, API the address of the security service, INTERVAL how
# often facts are reported; the tarball, the policy and the token lie in /root.
set -eu
mkdir -p /opt/brigade-agent /etc/brigade-agent
tar -xzf /root/brigade-agent.tar.gz -C /opt/brigade-agent --strip-components=1
cd /opt/brigade-agent
cp brigade-agent.service /etc/systemd/system/
cp agent.properties /etc/brigade-agent/
sed -i -e "s|^node = .*|node = $NODE|" -e "s|^security-api = .*|security-api = $API|" -e "s|^interval = .*|interval = $INTERVAL|" \
  /etc/brigade-agent/agent.properties
install -m 600 /root/policy /etc/brigade-agent/policy
install -d -m 711 /etc/stunnel/psk
bin/brigade-agent check-config --config /etc/brigade-agent/agent.properties
bin/brigade-agent enroll --config /etc/brigade-agent/agent.properties --token-file - </root/token
rm /root/token
systemctl daemon-reload
systemctl enable --now brigade-agent
