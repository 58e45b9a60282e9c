package org.openfoodfacts.brigade.suite.simulation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
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
        return ofSerial("ATA-1");
    }

    @Override
    public String withoutSmart() {
        return device(disk -> String.valueOf(disk.model()).contains("SCSI"));
    }

    @Test
    void anNvmeDiskThatIsWellCountsItsOwnWay() {
        String device = ofSerial("NVME-1");
        assertThat(device).matches("/dev/nvme\\d");
        assertThat(disk(device))
                .isEqualTo(new Disk(
                        device,
                        "QEMU NVMe Ctrl",
                        "NVME-1",
                        true,
                        new Wear(50, 0L, null, null, null, 0L, 0),
                        null,
                        null));
    }

    @Test
    void anNvmeDiskThatWarnsHasNotPassed() {
        Disk disk = disk(ofSerial("NVME-2"));

        assertThat(disk.passed()).isFalse();
        assertThat(disk.problem()).isNull();
    }

    @Test
    void aDiskWhoseSmartWasTurnedOffIsNotTakenForAWellOne() {
        String other = ofSerial("ATA-2");
        Disk disk = await("the disk has turned it off, which it may refuse while it is busy")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> {
                            machine.run("smartctl", "-s", "off", other);
                            return disk(other);
                        },
                        told -> told.passed() == null);

        assertThat(disk.problem()).isEqualTo("it does not say whether it is well");
    }

    private String ofSerial(String serial) {
        return device(disk -> serial.equals(disk.serial()));
    }

    /** Linux looks at all disks at once and names them as they answer, on a busy machine after it has started. */
    private String device(Predicate<Disk> which) {
        return await().atMost(Duration.ofMinutes(3))
                .until(() -> disks().stream().filter(which).findFirst(), Optional::isPresent)
                .orElseThrow()
                .device();
    }
}
