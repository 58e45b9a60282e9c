package org.openfoodfacts.brigade.confs.lint.tunnels;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.source.Source;
import org.openfoodfacts.brigade.confs.stunnel.Endpoint;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Option;
import org.openfoodfacts.brigade.confs.stunnel.StunnelFile.Service;

/** One end of a tunnel: a service with the file it stands in. */
record End(Source source, Service service) {

    /** Of all machines; a file that machines share is an end of each of them, and of the shared folder none. */
    static List<End> all(Repository repository) {
        return repository.view(All.class, All::of).ofMachines();
    }

    /** Of all files: what is wrong in itself is wrong in a shared file that no machine links to as well. */
    static List<End> written(Repository repository) {
        return repository.view(All.class, All::of).written();
    }

    private record All(List<End> written, List<End> ofMachines) {
        private static All of(Repository repository) {
            List<End> written = repository.all(Formats.STUNNEL).stream()
                    .flatMap(file -> file.value().services().stream().map(s -> new End(file.source(), s)))
                    .toList();
            return new All(
                    written,
                    written.stream()
                            .filter(end -> !end.folder().equals(Repository.SHARED))
                            .toList());
        }
    }

    String folder() {
        return source.folder();
    }

    String name() {
        return service.name();
    }

    boolean isClient() {
        return service.isClient();
    }

    /** The line of an option, of its section when the option is not in this file. */
    int line(String option) {
        return service.option(option).map(Option::line).orElse(service.line());
    }

    Optional<Endpoint> accept() {
        return service.accept();
    }

    Stream<Endpoint> connects() {
        return service.all("connect").flatMap(o -> Endpoint.parse(o.value()).stream());
    }

    boolean acceptsOn(String port) {
        return accept().filter(a -> a.port().equals(port)).isPresent();
    }
}
