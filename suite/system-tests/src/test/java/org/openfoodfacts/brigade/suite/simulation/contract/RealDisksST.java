package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Wear;

/** Debian's smartctl over Debian's drivers, on disks that answer as the standards of ATA, SCSI and NVMe say. */
@ExtendWith(RequiresDisksLab.class)
@Execution(ExecutionMode.CONCURRENT)
class RealDisksST implements DisksContract {
    private static DisksMachine machine;

    @BeforeAll
    static void start() {
        machine = DisksMachine.boot();
    }

    @AfterAll
    static void stop() {
        if (machine != null) {
            machine.close();
        }
    }

    @Override
    public ToolMachine machine() {
        return machine;
    }

    @Override
    public String well() {
        return "/dev/sda";
    }

    @Override
    public String withoutSmart() {
        return "/dev/sdc";
    }

    @Test
    void anNvmeDiskThatIsWellCountsItsOwnWay() {
        assertThat(disk("/dev/nvme0"))
                .isEqualTo(new Disk(
                        "/dev/nvme0",
                        "QEMU NVMe Ctrl",
                        "NVME-1",
                        true,
                        new Wear(50, 0L, null, null, null, 0L, 0),
                        null,
                        null));
    }

    @Test
    void anNvmeDiskThatWarnsHasNotPassed() {
        Disk disk = disk("/dev/nvme1");

        assertThat(disk.serial()).isEqualTo("NVME-2");
        assertThat(disk.passed()).isFalse();
        assertThat(disk.problem()).isNull();
    }

    @Test
    void aDiskWhoseSmartWasTurnedOffIsNotTakenForAWellOne() {
        machine.run("smartctl", "-s", "off", "/dev/sdb");

        Disk disk = disk("/dev/sdb");
        assertThat(disk.serial()).isEqualTo("ATA-2");
        assertThat(disk.passed()).isNull();
        assertThat(disk.problem()).isEqualTo("it does not say whether it is well");
    }
}
