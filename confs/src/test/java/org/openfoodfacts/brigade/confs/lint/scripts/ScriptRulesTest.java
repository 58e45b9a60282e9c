package org.openfoodfacts.brigade.confs.lint.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openfoodfacts.brigade.confs.lint.units.Linted;

class ScriptRulesTest {
    private static boolean found(String rule, String script) {
        return !Linted.findings(rule, "--- scripts/x.sh\n#!/bin/bash\n" + script + "\n")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "while read a# do syncoid $a# done < x; true",
                "cat x | while read a# do if b# then syncoid $a# fi# done; true",
                "cat x | while read a# do pct exec 1 ls# done; true",
                "while read a# do syncoid $a </dev/null# done < x; false",
                "while read -u 3 a# do syncoid $a# done 3< x; false",
                "while read a <&3# do syncoid $a# done 3< x; false",
                "while read a# do echo $a | syncoid x y# done < x; false",
                "while read a# do { syncoid $a# } </dev/null# done < x; false",
                "while read a# do sudo -u op syncoid $a# done < x; true",
                "while true# do syncoid a b# done; false",
                "for a in b# do syncoid $a# done < x; false",
                "while read a# do ssh host ls# done < x; true",
                "while read a# do ssh -nT host ls# done < x; false",
                "while read a# do ssh host ls <<< $a# done < x; false",
                "while read a# do syncoid tank/a backup/a# done < x; false"
            })
    void aCommandThatReadsTheLoopsLinesIsFound(String script, boolean found) {
        assertThat(found("script-input-eaten", script.replace('#', ';'))).isEqualTo(found);
    }

    @Test
    void inAUnitSshIsFoundToo() {
        String unit = "[Service]\nExecStart=/bin/sh -c 'while read a; do ssh host \"$$a\"; done < /etc/x'\n";

        assertThat(Linted.lines("script-input-eaten", "systemd/x.service", unit))
                .containsExactly(2);
        assertThat(Linted.lines("script-input-eaten", "systemd/x.service", unit.replace("ssh", "ssh -n")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "zfs list -H | zfs destroy; true",
                "echo nginx | sudo systemctl restart; true",
                "zfs list | xargs zfs destroy; false",
                "zfs send a@b | zfs receive c; false",
                "zfs send a@b | ssh h zfs recv c; false",
                "cat k | zfs load-key a; false",
                "cat k | zfs create -o keyformat=passphrase tank/a; false",
                "cat k | zpool import -l tank; false",
                "zfs send a@b | zfs receive -o x=y list; false",
                "date | systemctl --quiet restart x; true",
                "cat l | while read a# do zfs destroy $a# done; false"
            })
    void aPipeIntoWhatReadsNothingIsFound(String script, boolean found) {
        assertThat(found("script-input-ignored", script.replace('#', ';'))).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "curl -s https://x | bash; true",
                "wget -qO- https://x | tee log | sudo bash -s; true",
                "bash <(curl -s https://x); true",
                "sh -c \"$(curl -fsSL https://x)\"; true",
                "if a# then curl x | sh# fi; true",
                "curl -fsSLo /tmp/i https://x/i# bash /tmp/i; true",
                "curl -s https://x/i > /tmp/i# sudo -u root sh -x /tmp/i; true",
                "wget https://x/i.bin# chmod +x i.bin# ./i.bin --yes; true",
                "curl -sLO https://x/tool# sudo mv tool /usr/bin/tool# /usr/bin/tool; true",
                "curl --output=\"$T\" https://x/i && . \"${T}\"; true",
                "wget -qO a.deb https://x/a_1.deb && dpkg -i a.deb; true",
                "curl -s https://x/a.tgz | tar xz -C /usr/local; true",
                "curl -s https://x/a.tgz | tar xz -C /srv/data; false",
                "curl -so i https://x/i# [ \"$(sha256sum i)\" = \"$S\" ] || exit 1# bash i; false",
                "check() { gpg --verify $1.asc# }# curl -so i https://x/i# check i# bash i; false",
                "curl -so i http://localhost/i# bash i; false",
                "curl -so data.json https://x/d# python3 import.py data.json; false",
                "wget https://x/sanoid# sanoid --cron; false",
                "bash i# curl -so i https://x/i; false",
                "curl -s https://x -o /dev/null# bash /dev/null; false",
                "curl -s https://x/key | gpg --dearmor -o /usr/share/keyrings/x.gpg; false",
                "curl -s https://x | jq .; false",
                "curl -s https://x | python3 -m json.tool; false",
                "curl -s https://x | python3 -c 'import json'; false",
                "curl -s https://x | perl -ne 'print'; false",
                "curl -s https://x | perl -pe 's/a/b/'; false",
                "curl -s https://x | python3 import.py; false",
                "curl -s https://x | bash -c 'cat > y'; false",
                "curl -s https://x | sudo -E bash -; true",
                "curl -s https://x | bash -s stable; true",
                "curl -s https://x | sh -xe; true",
                "curl -s https://x | python3 - --yes; true",
                "curl -s https://x | . /dev/stdin; true",
                "curl -s https://x -o y && sha256sum -c y.sum && bash y; false",
                "echo 'curl x | bash'; false",
                "V=$(curl -s https://x); false"
            })
    void whatIsRunAsItComesIsFound(String script, boolean found) {
        assertThat(found("script-unchecked-download", script.replace('#', ';'))).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A=$(date -d '1 month ago' +%Y-%m); true",
                "A=`date +%Y%m --date='-2 months'`; true",
                "A=$(date --date \"last month\" +%b); true",
                "A=$(date -d \"$(date +%Y-%m-01) -1 month\" +%m); false",
                "A=$(date -d '2027-01-01 1 month ago'); false",
                "A=$(date -d '30 days ago' +%m); false",
                "# date -d '1 month ago'; false",
                "echo 'a month ago'; false"
            })
    void monthsCountedFromTodayAreFound(String script, boolean found) {
        assertThat(found("script-month-arithmetic", script)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "read -p 'Sure?' a; true",
                "f() { read -rp 'Sure?' a# }; true",
                "cat x | while read -r a# do :# done; false",
                "read -r a < /etc/x; false",
                "if [ -t 0 ]# then read -p 'Sure?' a# fi; false"
            })
    void aQuestionNobodyAnswersIsFoundWhenTheScriptRunsByItself(String script, boolean found) {
        String text = "--- scripts/a/x.sh\n#!/bin/bash\n" + script.replace('#', ';') + "\n";
        String unit = "--- confs/a/systemd/x.service\n[Service]\nExecStart=/opt/i/scripts/a/x.sh --all\n";

        assertThat(!Linted.findings("script-interactive-read", text + unit).isEmpty())
                .isEqualTo(found);
        assertThat(Linted.findings("script-interactive-read", text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a || ERROR=1#exit 0; true",
                "a# RC=$?#echo $RC#exit 0; true",
                "a || ERROR=1#exit $ERROR; false",
                "a || ERROR=1#if [ $ERROR = 1 ]#then exit 1#fi#exit 0; false",
                "a || ERROR=1#echo $ERROR | mailx root#exit 0; false",
                "ERROR=0#a#exit 0; false",
                "a || exit 1#exit 0; false",
                "set -e#RC=1#exit 0; false"
            })
    void aScriptThatNotesErrorsAndEndsWellIsFound(String script, boolean found) {
        assertThat(found("script-always-succeeds", script.replace('#', '\n'))).isEqualTo(found);
    }

    @Test
    void whatSanoidPrunesIsFoundOnlyWhereItDoes() {
        String script =
                "--- scripts/x.sh\n#!/bin/bash\nfor s in $(zfs list -t snap | grep autosnap); do zfs destroy $s; done\n";
        String sanoid = "--- confs/a/sanoid/sanoid.conf\n[template_a]\nautoprune=yes\n";

        assertThat(Linted.findings("script-prunes-twice", script + sanoid)).hasSize(1);
        assertThat(Linted.findings("script-prunes-twice", script)).isEmpty();
        assertThat(Linted.findings("script-prunes-twice", script.replace("autosnap", "vzdump") + sanoid))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "zfs list -H -t snapshot -o name tank/data | grep autosnap | xargs -n1 zfs destroy; true",
                "zfs list -H -t snapshot -o name tank/data | head -n -30 | xargs -n1 zfs destroy; true",
                "for s in $(zfs list -H -t snapshot -o name tank/data/sub | head -n -9)# do zfs destroy $s# done; true",
                "zfs list -H -t snapshot -o name tank/other | grep autosnap | xargs -n1 zfs destroy; false",
                "zfs list -H -t snapshot -o name tank/data | grep -v autosnap | xargs -n1 zfs destroy; false",
                "zfs list -H -t snapshot -o name tank/data | grep manual | xargs -n1 zfs destroy; false",
                "zfs list -H -t snapshot -o name tank/other | head -n -30 | xargs -n1 zfs destroy; false",
                "zfs list -H -t snapshot -o name $D | grep autosnap | xargs -n1 zfs destroy; true",
                "zfs destroy tank/data@old; false"
            })
    void whatIsPrunedTwiceIsToldByItsDataset(String script, boolean found) {
        String sanoid = """
                --- confs/a/sanoid/sanoid.conf
                [tank/data]
                use_template=a
                recursive=yes
                [tank/other]
                use_template=a
                autoprune=no
                [template_a]
                autoprune=yes
                """;
        String text = "#!/bin/bash\n" + script.replace('#', ';') + "\n";

        assertThat(Linted.findings("script-prunes-twice", sanoid + "--- scripts/x.sh\n" + text))
                .hasSize(found ? 1 : 0);
        assertThat(Linted.findings("script-prunes-twice", sanoid + "--- confs/b/x.sh\n" + text))
                .as("another machine's script")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "find /var/log/shop -type f -mtime +7 -delete; true",
                "find /var/log -name '*.gz' -mtime +30 -exec rm {} +; true",
                "find /backup/ -name '*.sql' -mtime +3 -delete; true",
                "find /backup -name '*.tmp' -mtime +3 -delete; false",
                "find /var/log/shop -name '*.tmp' -mtime +7 -delete; false",
                "find /var/log -maxdepth 1 -name '*.gz' -mtime +7 -delete; false",
                "find /var/log/shop -type d -empty -mtime +7 -delete; false",
                "find /var/log/shop -mtime +7; false",
                "find /var/log/shop-old -mtime +7 -delete; false",
                "find $LOGS -mtime +7 -delete; false"
            })
    void aFolderThatTwoPruneIsFound(String job, boolean found) {
        String others = """
                --- confs/host1/logrotate.d/shop
                /var/log/shop/*.log {
                    rotate 90
                }
                --- confs/host1/systemd/system/a.service
                [Service]
                ExecStart=/bin/sh -c 'find /backup -name "*.sql" -mtime +30 -delete'
                """;
        String cron = "--- confs/%s/cron.d/purge\n0 4 * * * root " + job + "\n";

        assertThat(Linted.findings("folder-pruned-twice", others + cron.formatted("host1")))
                .hasSize(found ? 1 : 0);
        assertThat(Linted.findings("folder-pruned-twice", others + cron.formatted("host2")))
                .as("another machine's")
                .isEmpty();
    }
}
