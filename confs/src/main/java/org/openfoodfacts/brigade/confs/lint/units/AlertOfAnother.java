package org.openfoodfacts.brigade.confs.lint.units;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.lint.Findings;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.lint.Rule;
import org.openfoodfacts.brigade.confs.lint.RulePage;
import org.openfoodfacts.brigade.confs.lint.Severity;
import org.openfoodfacts.brigade.confs.systemd.UnitFile.Setting;
import org.openfoodfacts.brigade.confs.systemd.UnitName;

/**
 * An OnFailure= whose instance is another unit than the one that fails. systemd fills an empty instance in by itself (unit_name_replace_instance in
 * unit_add_dependency_by_name: the own instance, else the prefix), so {@code email-failures@.service} is right on a plain unit.
 */
final class AlertOfAnother implements Rule {
    static final Pattern ALERT = Pattern.compile("(?i)[^@]*(?:fail|mail|notif|alert)[^@]*");
    private static final Pattern ESCAPED = Pattern.compile("\\\\x([0-9a-fA-F]{2})");

    private static final RulePage PAGE = new RulePage(
            "unit-alert-of-another",
            Severity.ERROR,
            "The OnFailure of a unit reports another unit",
            """
            The template mails the state of the unit that its instance names. When a drop-in was copied and still names the unit it was written \
            for, the mail says that something else has failed, or shows a unit that is well: nobody looks at what is broken. The instance is the \
            unit itself, with '@' written as '__' ('stunnel__%i'), or '%n'.""",
            "failures of snapshot and sync units reached nobody for months",
            new RulePage.Failing("confs/tunnel1/systemd/system/stunnel@.service.d/override.conf:2", """
                    --- confs/tunnel1/systemd/system/stunnel@.service.d/override.conf
                    [Unit]
                    OnFailure=email-failures@nginx.service
                    """),
            """
            --- confs/tunnel1/systemd/system/stunnel@.service.d/override.conf
            [Unit]
            OnFailure=email-failures@stunnel__%i.service
            --- confs/tunnel1/systemd/system/email-failures@.service
            [Service]
            Type=oneshot
            ExecStart=/usr/local/bin/mail-state %i
            """);

    @Override
    public RulePage page() {
        return PAGE;
    }

    @Override
    public void check(Repository repository, Findings findings) {
        Units.parts(repository)
                .forEach(part -> part.file()
                        .all("Unit", "OnFailure")
                        .forEach(setting -> References.words(setting.value())
                                .forEach(word -> judge(part, setting, word, findings))));
    }

    private static void judge(UnitPart part, Setting setting, String word, Findings findings) {
        UnitName unit = part.unit();
        String name = References.expand(word, unit);
        int at = name.indexOf('@');
        int dot = name.lastIndexOf('.');
        if (at < 0
                || dot < at
                || !References.hasType(name)
                || !ALERT.matcher(name.substring(0, at)).matches()) {
            return;
        }
        String reported = normal(name.substring(at + 1, dot));
        String own = normal(unit.isTemplate() ? unit.prefix() + "@" + References.ANY : unit.stem());
        String proper = name.substring(0, at) + "@"
                + (unit.isTemplate() ? unit.prefix() + "__%i" : unit.stem().replace("@", "__")) + ".service";
        String remedy = "write OnFailure=" + proper;
        if (reported.equals(own) || reported.equals(unit.prefix()) || isOpen(reported)) {
            return;
        }
        if (reported.isEmpty() || reported.equals(References.ANY) || reported.equals(unit.instance())) {
            instanceAlone(part, setting, word, remedy, findings);
        } else {
            Severity severity = areRelated(reported, unit.prefix()) ? Severity.WARNING : Severity.ERROR;
            findings.add(
                    severity,
                    part.source(),
                    setting.line(),
                    "when %s fails, '%s' reports '%s' instead, so nobody looks at what has failed"
                            .formatted(unit, word, reported),
                    remedy);
        }
    }

    /** With a specifier in it that is not known here. */
    private static boolean isOpen(String reported) {
        return reported.contains("%") && !reported.equals(References.ANY);
    }

    private static void instanceAlone(UnitPart part, Setting setting, String word, String remedy, Findings findings) {
        boolean ofItsOwn = word.startsWith(part.unit().prefix());
        if (part.unit().instance() == null || ofItsOwn) {
            return;
        }
        findings.add(
                Severity.WARNING,
                part.source(),
                setting.line(),
                "'%s' hands over only the instance of %s, so the mail is about a unit that there is not"
                        .formatted(word, part.unit()),
                remedy);
    }

    /** Units of one program, {@code sanoid} and {@code sanoid-prune}, often share a drop-in. */
    private static boolean areRelated(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    /** Without escapes, {@code __} for {@code @}, and suffix. */
    private static String normal(String instance) {
        Matcher escaped = ESCAPED.matcher(instance);
        String plain = escaped.replaceAll(
                        m -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(m.group(1), 16))))
                .replace("__", "@");
        int dot = plain.lastIndexOf('.');
        return dot > 0 && References.hasType(plain) ? plain.substring(0, dot) : plain;
    }
}
