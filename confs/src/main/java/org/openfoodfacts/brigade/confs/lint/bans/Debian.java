package org.openfoodfacts.brigade.confs.lint.bans;

import java.util.Set;

/** What Debian's fail2ban package brings (1.0 and 1.1); a machine may have more. */
final class Debian {
    static final Set<String> FILTERS = words("""
            3proxy apache-auth apache-badbots apache-botsearch apache-common apache-fakegooglebot apache-modsecurity apache-nohome
            apache-noscript apache-overflows apache-pass apache-shellshock assp asterisk bitwarden botsearch-common centreon common
            counter-strike courier-auth courier-smtp cyrus-imap dante directadmin domino-smtp dovecot dropbear drupal-auth ejabberd-auth
            exim-common exim-spam exim freeswitch froxlor-auth gitlab grafana groupoffice gssftpd guacamole haproxy-http-auth horde kerio
            lighttpd-auth mongodb-auth monit monitorix mssql-auth murmur mysqld-auth nagios named-refused nginx-bad-request
            nginx-botsearch nginx-error-common nginx-forbidden nginx-http-auth nginx-limit-req nsd openhab openvpn openwebmail oracleims
            pam-generic perdition php-url-fopen phpmyadmin-syslog portsentry postfix proftpd proxmox pure-ftpd qmail recidive
            roundcube-auth routeros-auth scanlogd screensharingd selinux-common selinux-ssh sendmail-auth sendmail-reject sieve slapd
            softethervpn sogo-auth solid-pop3d squid squirrelmail sshd stunnel suhosin tine20 traefik-auth uwimap-auth vaultwarden vsftpd
            webmin-auth wuftpd xinetd-fail znc-adminlog zoneminder""");

    static final Set<String> ACTIONS = words("""
            abuseipdb apf apprise badips blocklist_de bsd-ipfw cloudflare-token cloudflare complain dshield dummy firewallcmd-allports
            firewallcmd-common firewallcmd-ipset firewallcmd-multiport firewallcmd-new firewallcmd-rich-logging firewallcmd-rich-rules
            helpers-common hostsdeny ipfilter ipfw iptables-allports iptables-common iptables-ipset-proto4 iptables-ipset-proto6-allports
            iptables-ipset-proto6 iptables-ipset iptables-multiport-log iptables-multiport iptables-new iptables-xt_recent-echo iptables
            ipthreat mail-buffered mail-whois-common mail-whois-lines mail-whois mail mikrotik mynetwatchman netscaler nftables-allports
            nftables-common nftables-multiport nftables nginx-block-map npf nsupdate osx-afctl osx-ipfw pf route sendmail-buffered
            sendmail-common sendmail-geoip-lines sendmail-whois-ipjailmatches sendmail-whois-ipmatches sendmail-whois-lines
            sendmail-whois-matches sendmail-whois sendmail shorewall-ipset-proto6 shorewall smtp smtp.py badips.py
            symbiosis-blacklist-allports ufw xarf-login-attack""");

    /** Jails of jail.conf that have a filter of another name. */
    static final Set<String> JAILS_OF_OTHER_FILTERS =
            words("openhab-auth postfix-rbl postfix-sasl qmail-rbl pass2allow-ftp");

    /** What nftables.conf defines, and what fail2ban itself gives every action (jail.conf(5)). */
    static final Set<String> NFTABLES = words("""
            actionban actioncheck actionflush actionstart actionstop actionunban actionprolong actionrepair actionreban actionstart_on_demand
            addr_family addr_set addr_type blocktype chain chain_hook chain_priority chain_type match name nftables port protocol
            rule_match-allports rule_match-custom rule_match-multiport rule_stat table table_family type actname bantime timeout
            norestored known""");

    static final Set<String> NFTABLES_ACTIONS = words("nftables nftables-allports nftables-multiport nftables-common");

    private Debian() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }
}
