package org.openfoodfacts.brigade.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in time as they are typed: ISO 8601 with the offset, since the machine and the one who types may be in different zones. */
final class Times implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text
                    + "' is not a time in ISO 8601 with its offset; for example 2027-01-31T18:00:00Z or"
                    + " 2027-01-31T19:00:00+01:00");
        }
    }
}
