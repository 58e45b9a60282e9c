package org.openfoodfacts.brigade.confs.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openfoodfacts.brigade.confs.Parsed;
import org.openfoodfacts.brigade.confs.Problem;
import org.openfoodfacts.brigade.confs.cron.CronTable.Job;
import org.openfoodfacts.brigade.confs.cron.CronTable.Variable;

/**
 * Parses and prints crontabs as Debian's cron reads them: a line that is none, or a last line without its line break, makes it ignore the
 * whole file ("ERROR (Missing newline before EOF, this crontab file will be ignored)").
 */
public final class CronText {
    private static final Pattern SYSTEM =
            Pattern.compile("(?:.*/)?cron\\.d/[^/]+|(?:.*/)?confs/[^/]+/(?:etc/)?crontab");
    private static final Pattern USERS = Pattern.compile("(?:.*/)?crontabs/[^/]+");
    private static final Pattern VARIABLE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*|\"[^\"]*\"|'[^']*')\\s*=\\s*(.*)");
    private static final Pattern COMMAND = Pattern.compile(
            "cd|test|\\[|tar|cp|mv|rm|rsync|curl|wget|find|zfs|zpool|bash|sh|php|perl|python3?|docker|systemctl|certbot|echo|nice|ionice|flock|"
                    + "sleep|pg_dump|mysqldump|mongodump|sudo");
    private static final Pattern WORD = Pattern.compile("(@[a-z]+)\\s+(.*)");
    private static final Pattern FIELDS =
            Pattern.compile("([0-9*]\\S*\\s+[0-9*]\\S*\\s+[0-9*]\\S*\\s+[0-9a-zA-Z*]\\S*\\s+[0-9a-zA-Z*]\\S*)\\s+(.*)");

    private final String file;
    private final boolean hasUsers;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Variable> variables = new ArrayList<>();
    private final List<Job> jobs = new ArrayList<>();

    private CronText(String file) {
        this.file = file;
        this.hasUsers = !USERS.matcher(file).matches(); // a file that cron.d links to may stand anywhere
    }

    /** True for {@code …/cron.d/x}, a machine's {@code crontab} and {@code …/crontabs/user}. */
    public static boolean isCronFile(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return !name.startsWith(".")
                && !name.startsWith("README")
                && (SYSTEM.matcher(file).matches() || USERS.matcher(file).matches());
    }

    public static Parsed<CronTable> parse(String file, String text) {
        CronText parser = new CronText(file);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            parser.line(lines.get(i).strip(), i + 1);
        }
        if (!text.isEmpty() && !text.endsWith("\n")) {
            parser.error(
                    lines.size(),
                    "the last line has no line break, so cron ignores the whole file",
                    "end it with a line break");
        }
        return new Parsed<>(new CronTable(parser.variables, parser.jobs), parser.problems);
    }

    private void line(String line, int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        Matcher variable = VARIABLE.matcher(line);
        Matcher word = WORD.matcher(line);
        Matcher fields = FIELDS.matcher(line);
        if (variable.matches()) {
            variables.add(new Variable(
                    unquoted(variable.group(1)), unquoted(variable.group(2).strip()), number));
        } else if (word.matches()) {
            job(word.group(1), word.group(2), number);
        } else if (fields.matches()) {
            job(fields.group(1).replaceAll("\\s+", " "), fields.group(2), number);
        } else {
            error(
                    number,
                    "the line is neither a variable nor a job, so cron ignores the whole file",
                    "mend or remove it");
        }
    }

    private void job(String schedule, String rest, int number) {
        if (!hasUsers) {
            jobs.add(new Job(schedule, "", rest, number));
            return;
        }
        String[] parts = rest.split("\\s+", 2);
        if (parts.length < 2 || parts[0].indexOf('/') >= 0) {
            error(
                    number,
                    "the job has no user before its command, so cron ignores the whole file",
                    "write the user, such as root, before the command");
        } else {
            if (COMMAND.matcher(parts[0]).matches()) {
                problems.add(new Problem(
                        Problem.Severity.WARNING,
                        file,
                        number,
                        1,
                        "",
                        "the word before the command is the user, here '" + parts[0]
                                + "', and with a user that there is not cron ignores the whole file",
                        "write the user, such as root, before the command"));
            }
            jobs.add(new Job(schedule, parts[0], parts[1], number));
        }
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && "\"'".indexOf(text.charAt(0)) >= 0
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private void error(int line, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, line, 1, "", what, remedy));
    }

    /** The text that parses to the same table, variables first. */
    public static String print(CronTable table) {
        StringBuilder out = new StringBuilder();
        table.variables()
                .forEach(v ->
                        out.append(v.name()).append("=\"").append(v.value()).append("\"\n"));
        table.jobs()
                .forEach(j -> out.append(j.schedule())
                        .append(' ')
                        .append(j.user().isEmpty() ? "" : j.user() + " ")
                        .append(j.command())
                        .append('\n'));
        return out.toString();
    }
}
