package org.openfoodfacts.brigade.confs.lint.units;

import java.util.List;
import org.openfoodfacts.brigade.confs.lint.Rule;

/** Alerts and units. */
public final class UnitRules {
    public static final List<Rule> ALL = List.of(
            new AlertOfAnother(),
            new AlertTemplateMissing(),
            new ReferenceInvalid(),
            new KeyWrongSection(),
            new KeyUnknown(),
            new UnitRefused(),
            new ValueComment(),
            new ExecCannotRun(),
            new FailureSwallowed(),
            new EnvironmentWords(),
            new DropInIgnored(),
            new AlertMissing(),
            new AlertBehindRestart(),
            new TargetUnknown(),
            new ValueUnreadable(),
            new TimerRunsOnce(),
            new TimerWithoutService(),
            new NeverStarted(),
            new ExecMissing(),
            new OrderMissing(),
            new ExecDollar(),
            new RotationSignal(),
            new LogTwice());

    private UnitRules() {}
}
