package org.openfoodfacts.brigade.confs.stunnel;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The options of stunnel(8) 5.x, those of older versions and other platforms among them; in lower case. */
final class StunnelOptions {
    /** They may stand before the first section only. */
    static final Set<String> GLOBAL = words("""
            chroot compression EGD engine engineCtrl engineDefault fips foreground iconActive iconError iconIdle iconSuccess log output pid
            RNDbytes RNDfile RNDoverwrite syslog taskbar""");

    static final Set<String> SERVICE = words("""
            accept CAengine CApath CAfile CAstore cert checkEmail checkHost checkIP ciphers ciphersuites client config connect CRLpath CRLfile
            curve curves debug delay engineId engineNum exec execArgs failover ident include key libwrap local logId OCSP OCSPaia OCSPflag
            OCSPnonce OCSPrequire options protocol protocolAuthentication protocolDomain protocolHeader protocolHost protocolPassword
            protocolUsername provider providerParameter PSKidentity PSKsecrets pty redirect renegotiation requireCert reset retry
            securityLevel service session sessionCacheSize sessionCacheTimeout sessionResume sessiond setEnv setgid setuid sni socket
            sslVersion sslVersionMax sslVersionMin stack ticketKeySecret ticketMacSecret TIMEOUTbusy TIMEOUTclose TIMEOUTconnect
            TIMEOUTidle TIMEOUTocsp transparent verify verifyChain verifyPeer xforwardedfor""");

    static final Set<String> YES_OR_NO = words("""
            client delay fips libwrap pty requireCert reset retry RNDoverwrite sessionResume syslog verifyChain verifyPeer OCSPaia""");

    /** What a service connects to. */
    static final List<String> TARGETS = List.of("connect", "exec", "protocol", "redirect", "sni");

    private StunnelOptions() {}

    private static Set<String> words(String text) {
        return Stream.of(text.strip().split("\\s+"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
