package org.openfoodfacts.brigade.agent.facts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Disk;
import org.openfoodfacts.brigade.contracts.facts.DisksFact.Wear;

/**
 * What {@code smartctl --json} says of one disk, ATA, NVMe or SCSI. ATA's attributes are those that all makers count alike; their raw values are counts, of
 * which makers use the upper bytes for other things.
 */
final class SmartReading {
    private static final int REALLOCATED = 5;
    private static final int PENDING = 197;
    private static final int UNCORRECTABLE = 198;
    private static final long COUNT_BITS = 0xFFFF_FFFFL;
    private static final Wear SAYS_NOTHING = new Wear(null, null, null, null, null, null, null);
    private static final Pattern ASLEEP = Pattern.compile("(STANDBY|SLEEP) mode");

    private SmartReading() {}

    static Disk of(String device, JsonNode read) {
        JsonNode passed = read.path("smart_status").path("passed");
        Wear wear = wear(read);
        return new Disk(
                device,
                text(read.path("model_name"), read.path("scsi_model_name")),
                text(read.path("serial_number")),
                passed.isBoolean() ? passed.asBoolean() : null,
                wear.equals(SAYS_NOTHING) ? null : wear,
                passed.isBoolean() ? null : problem(read),
                ASLEEP.matcher(messages(read)).find() ? true : null);
    }

    /** Of one that could not be asked. */
    static Disk unread(String device, String why) {
        return new Disk(device, null, null, null, null, why, null);
    }

    /** A disk without SMART has no thermometer either, of which smartctl says that it is at 0 degrees. */
    private static Wear wear(JsonNode read) {
        if (hasNone(read)) {
            return SAYS_NOTHING;
        }
        JsonNode nvme = read.path("nvme_smart_health_information_log");
        Long grownDefects = count(read.path("scsi_grown_defect_list"));
        return new Wear(
                integer(read.path("temperature").path("current")),
                count(read.path("power_on_time").path("hours")),
                grownDefects == null ? attribute(read, REALLOCATED) : grownDefects,
                attribute(read, PENDING),
                attribute(read, UNCORRECTABLE),
                count(nvme.path("media_errors")),
                integer(
                        nvme.path("percentage_used"),
                        read.path("endurance_used").path("current_percent"),
                        read.path("scsi_percentage_used_endurance_indicator")));
    }

    private static Long attribute(JsonNode read, int id) {
        for (JsonNode attribute : read.path("ata_smart_attributes").path("table")) {
            if (attribute.path("id").asInt() == id) {
                Long raw = count(attribute.path("raw").path("value"));
                return raw == null ? null : raw & COUNT_BITS;
            }
        }
        return null;
    }

    private static String problem(JsonNode read) {
        String said = messages(read);
        if (!said.isEmpty()) {
            return said;
        }
        return hasNone(read) ? "it has no SMART" : "it does not say whether it is well";
    }

    private static boolean hasNone(JsonNode read) {
        JsonNode available = read.path("smart_support").path("available");
        return available.isBoolean() && !available.asBoolean();
    }

    private static String messages(JsonNode read) {
        return StreamSupport.stream(read.path("smartctl").path("messages").spliterator(), false)
                .map(message -> message.path("string").asText())
                .reduce((first, next) -> first + "; " + next)
                .orElse("");
    }

    private static String text(JsonNode... nodes) {
        for (JsonNode node : nodes) {
            if (node.isTextual() && !node.asText().isBlank()) {
                return node.asText().strip();
            }
        }
        return null;
    }

    private static Integer integer(JsonNode... nodes) {
        for (JsonNode node : nodes) {
            if (node.isInt()) {
                return node.asInt();
            }
        }
        return null;
    }

    private static Long count(JsonNode node) {
        return node.canConvertToLong() && node.isIntegralNumber() ? node.asLong() : null;
    }
}
