package org.openfoodfacts.brigade.confs.lint.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openfoodfacts.brigade.confs.lint.Example;
import org.openfoodfacts.brigade.confs.lint.Lint;

class ServiceRulesTest {
    private static final String RANDOM = "Zk4Wb8q7Rt2vLx9m" + "Pd3Yc6Hs1Ng5Jf0Ka7Ub";

    @ParameterizedTest
    @CsvSource({
        ",ALL",
        "*,ALL",
        "0.0.0.0,ALL",
        "::,ALL",
        "127.0.0.1,LOOPBACK",
        "::1,LOOPBACK",
        "localhost,LOOPBACK",
        "10.1.0.3,PRIVATE",
        "172.31.0.1,PRIVATE",
        "172.32.0.1,PUBLIC",
        "192.168.1.1,PRIVATE",
        "fd12::1,PRIVATE",
        "fe80::1,PRIVATE",
        "203.0.113.7,PUBLIC",
        "2001:db8::1,PUBLIC",
        "db.example.org,UNKNOWN",
        "100.64.0.1,PRIVATE",
        "100.128.0.1,PUBLIC"
    })
    void anAddressSaysWhoReachesIt(String host, Scope scope) {
        assertThat(Scope.of(host == null ? "" : host)).isEqualTo(scope);
    }

    @Test
    void redisIsOpenOnlyWithoutBothPasswordAndProtection() {
        assertThat(redis("protected-mode no\n")).containsExactly("redis-open error 1");
        assertThat(redis("bind * -::*\nprotected-mode no\n")).containsExactly("redis-open error 1");
        assertThat(redis("bind 0.0.0.0\n")).as("Redis 6").containsExactly("redis-open warning 1");
        assertThat(redis("port 6379\n")).isEmpty();
        assertThat(redis("bind 0.0.0.0\nprotected-mode no\nrequirepass x\n")).isEmpty();
        assertThat(redis("bind 0.0.0.0\nprotected-mode no\naclfile /etc/redis/users.acl\n"))
                .isEmpty();
        assertThat(redis("bind 127.0.0.1 -::1\nprotected-mode no\n")).isEmpty();
        assertThat(redis("protected-mode no\nport 0\n")).isEmpty();
        assertThat(redis("protected-mode no\nbind \"\"\nunixsocket /run/redis.sock\n"))
                .isEmpty();
        assertThat(redis("bind *\nprotected-mode no\nrequirepass \"\"\n")).containsExactly("redis-open error 1");
        assertThat(redis("bind *\nprotected-mode no\nuser default on nopass ~* +@all\n"))
                .containsExactly("redis-open error 1");
        assertThat(redis("bind *\nprotected-mode no\nuser default off\nuser app on >x ~* +@all\n"))
                .isEmpty();
        assertThat(redis("bind *\nprotected-mode no\nuser app on >x ~* +@all\n"))
                .as("the default user is still there")
                .containsExactly("redis-open error 1");
    }

    @Test
    void onAMachineWithPrivateAddressesOnlyItIsANote() {
        String guest =
                "--- confs/h1/pve/lxc_122.conf\nhostname: c\nonboot: 1\nprotection: 1\nnet0: name=eth0,bridge=vmbr1,ip=%s\n";
        String open = "--- confs/c/redis/redis.conf\nbind 0.0.0.0\nprotected-mode no\n";

        assertThat(found(open + guest.formatted("10.1.0.122/24"))).containsExactly("redis-open note 1");
        assertThat(found(open + guest.formatted("203.0.113.7/24"))).containsExactly("redis-open error 1");
        assertThat(found(open + guest.formatted("dhcp"))).containsExactly("redis-open error 1");
    }

    @Test
    void memcachedListensEverywhereUnlessToldOtherwise() {
        assertThat(found("--- confs/c/memcached.conf\n-m 64\n")).containsExactly("memcached-open error 0");
        assertThat(found("--- confs/c/memcached.conf\n-l 127.0.0.1,203.0.113.7:11211\n"))
                .containsExactly("memcached-open error 1");
        assertThat(found("--- confs/c/memcached.conf\n-l 127.0.0.1\n-l ::1\n")).isEmpty();
        assertThat(found("--- confs/c/memcached.conf\n-s /run/memcached.sock\n"))
                .isEmpty();
        assertThat(found("--- confs/c/memcached.conf\n-l 0.0.0.0\n-S\n")).isEmpty();
        assertThat(found("--- confs/c/memcached.conf\n# see the other file\n")).isEmpty();
        assertThat(found("--- confs/c/memcached.conf\n-m 64 -l 127.0.0.1\n")).isEmpty();
        assertThat(found("--- confs/c/memcached.conf\n-l127.0.0.1\n")).isEmpty();
        assertThat(found("--- confs/c/memcached.conf\n-l notls:127.0.0.1:11211\n"))
                .isEmpty();
        assertThat(found("--- confs/c/memcached.conf\n--listen=0.0.0.0 --port=11211\n"))
                .containsExactly("memcached-open error 1");
    }

    @Test
    void mongodbWithALoginMayListenEverywhere() {
        String open = "--- confs/m/mongod.conf\nnet:\n  bindIpAll: true\n";

        assertThat(found(open)).containsExactly("mongodb-open error 2");
        assertThat(found(open + "security:\n  authorization: enabled\n")).isEmpty();
        assertThat(found(open + "security:\n  keyFile: /etc/mongo.key\n")).isEmpty();
        assertThat(found("--- confs/m/mongod.conf\nbind_ip = 0.0.0.0\n")).containsExactly("mongodb-open error 1");
        assertThat(found("--- confs/m/mongod.conf\nnet:\n  port: 27017\n")).isEmpty();
        assertThat(found(open + "security: {keyFile: /etc/mongo.key, authorization: \"enabled\"}\n"))
                .isEmpty();
        assertThat(found(open + "security:\n  clusterAuthMode: x509\n")).isEmpty();
        assertThat(found(open + "security:\n  keyFile: /k\n  authorization: disabled\n"))
                .containsExactly("mongodb-open error 2");
        assertThat(found(open + "security:\n  keyFile: /k\n  transitionToAuth: true\n"))
                .containsExactly("mongodb-open error 2");
        assertThat(found(open + "  tls:\n    mode: requireTLS\n    CAFile: /ca.pem\n"))
                .isEmpty();
        assertThat(found("--- confs/m/mongod.conf\nnet: { port: 27017, bindIp: 0.0.0.0 }\n"))
                .containsExactly("mongodb-open error 1");
    }

    @Test
    void trustOfEveryoneIsHarmlessOnLocalhost() {
        String trust = "--- confs/d/postgresql/pg_hba.conf\nhost all all all trust\n";

        assertThat(found(trust)).containsExactly("postgres-open warning 1");
        assertThat(found(trust + "--- confs/d/postgresql/postgresql.conf\nport = 5432\n"))
                .isEmpty();
        assertThat(found(trust + "--- confs/d/postgresql/postgresql.conf\nlisten_addresses = 'localhost,0.0.0.0'\n"))
                .containsExactly("postgres-open error 1");
        assertThat(found(trust + "--- confs/d/postgresql/postgresql.conf\nport = 5432\n"
                        + "--- confs/d/postgresql/conf.d/network.conf\nlisten_addresses = '*'\n"))
                .containsExactly("postgres-open error 1");
    }

    @Test
    void theFirstLineThatFitsDecidesAndACertificateIsAPassword() {
        String open =
                "--- confs/d/postgresql/postgresql.conf\nlisten_addresses = '*'\n--- confs/d/postgresql/pg_hba.conf\n";

        assertThat(found(open + "host all all all scram-sha-256\nhost all all 0.0.0.0/0 trust\n"))
                .isEmpty();
        assertThat(found(open + "host all all 0.0.0.0/0 reject\nhost all all ::/0 trust\n"))
                .containsExactly("postgres-open error 2");
        assertThat(found(open + "hostssl all all all scram-sha-256\nhost all all all trust\n"))
                .containsExactly("postgres-open error 2");
        assertThat(found(open + "hostssl all all all trust clientcert=verify-full\n"))
                .isEmpty();
        assertThat(found(open + "host all all 0.0.0.0 0.0.0.0 trust\n")).containsExactly("postgres-open error 1");
    }

    @Test
    void formsOfSecretsAreFoundWhereverTheyStand() {
        assertThat(secret("curl -H 'Authorization: token gh" + "p_" + RANDOM + "'"))
                .containsExactly("secret-in-tree error 1");
        assertThat(secret("key: AK" + "IAQ7RT2VLX9MZK4WB8")).containsExactly("secret-in-tree error 1");
        assertThat(secret("https://hooks.slack" + ".com/services/T0123ABCD/B0123ABCD/" + RANDOM))
                .containsExactly("secret-in-tree error 1");
        assertThat(secret("-----BEGIN RSA" + " PRIVATE KEY-----\n" + RANDOM + RANDOM))
                .containsExactly("secret-in-tree error 1");
        assertThat(secret("user:$ap" + "r1$Zk4Wb8q7$Rt2vLx9mPd3Yc6Hs1Ng5J0")).containsExactly("secret-in-tree note 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = %s",
                "export API_KEY=%s",
                "dns_ovh_consumer_key = %s",
                "SECRET_KEY_BASE=%s",
                "signing_key: %s",
                "\"client_secret\": \"%s\",",
                "db.passwd: '%s'",
                "  access-token => \"%s\"",
                "proxy_set_header Authorization \"Basic %s\";",
                "mongodb://shop:%s@10.1.0.2/db",
                "requirepass %s"
            })
    void randomTextUnderAKeyIsAWarning(String line) {
        assertThat(secret(line.formatted(RANDOM))).containsExactly("secret-in-tree warning 1");
    }

    @Test
    void aUuidMayBeATokenThoughANameMayLookLikeOne() {
        assertThat(Secret.isRandom("3f786850-e387-550f-ab83-6ed7e6dc881d")).isTrue();
        assertThat(Secret.isRandom("mail-2024-production-eu1-backup-7")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = ${DB_PASSWORD_FROM_ENV_2024}",
                "token = <your token 1234567890abc>",
                "secret = /etc/app/secrets/key-2024-01.txt",
                "password: changeme-1234567890ab",
                "api_key = YOUR_API_KEY_0123456789",
                "PSKsecrets = /etc/stunnel/psk/mongodb.txt",
                "ssl_certificate_key /etc/letsencrypt/live/example.org/privkey.pem;",
                "token = os.environ['APP_TOKEN_2024_V2']",
                "secret_name = shop-production-mail-2024-01",
                "-----BEGIN PRIVATE KEY-----",
                "password = $2",
                "tokenizer = unicode61remove2diacritics",
                "keys_zone=token:10m",
                "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
                "commit: 3f786850e387550fdab836ed7e6dc881de23001b",
                "git clone https://user:password@example.org/x.git",
                "proxy_set_header Authorization $http_authorization_of_client;",
                "redis://:${REDIS_PASSWORD_1234}@10.1.0.2",
                "see https://example.org/a:b/user@example.org",
                "Authorization: Bearer $ACCESS_TOKEN_1234567890"
            })
    void placeholdersReferencesAndNamesAreNone(String line) {
        assertThat(secret(line)).isEmpty();
    }

    private static List<String> redis(String text) {
        return found("--- confs/c/redis/redis.conf\n" + text);
    }

    private static List<String> secret(String text) {
        return found("--- confs/web/app/x.ini\n" + text + "\n");
    }

    private static List<String> found(String files) {
        return Lint.run(Example.tree(files), LocalDate.of(2027, 1, 31)).stream()
                .map(f -> f.rule() + " " + f.severity().id() + " " + f.place().line())
                .toList();
    }
}
