package org.openfoodfacts.brigade.confs.cron;

import java.util.List;

/** A crontab: variables and jobs in order. */
public record CronTable(List<Variable> variables, List<Job> jobs) {
    public CronTable {
        variables = List.copyOf(variables);
        jobs = List.copyOf(jobs);
    }

    /** {@code value} without the quotes around it. */
    public record Variable(String name, String value, int line) {}

    /** {@code schedule} is five fields or a word like {@code @daily}; {@code user} is empty where the table has no such column. */
    public record Job(String schedule, String user, String command, int line) {}
}
