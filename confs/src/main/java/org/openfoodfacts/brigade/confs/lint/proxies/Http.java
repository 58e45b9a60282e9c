package org.openfoodfacts.brigade.confs.lint.proxies;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openfoodfacts.brigade.confs.lint.Format.Read;
import org.openfoodfacts.brigade.confs.lint.Formats;
import org.openfoodfacts.brigade.confs.lint.Repository;
import org.openfoodfacts.brigade.confs.nginx.Directive;
import org.openfoodfacts.brigade.confs.nginx.NginxFile;
import org.openfoodfacts.brigade.confs.source.Source;

/**
 * The {@code http} block of one machine as its files make it. {@code whole} is true when its {@code nginx.conf} is in the tree and
 * everything it includes, too: only then a thing that is not declared is known to be missing. {@code loaded} is what nginx is known to read of {@code root}; the
 * rest stands beside the folders it includes, to be linked by hand. {@code upstreams} are by name, in lower case.
 */
record Http(
        String folder,
        Scope root,
        List<Scope> loaded,
        List<VirtualServer> servers,
        Map<String, List<Scope>> upstreams,
        boolean whole) {
    static final String MAIN = "nginx/nginx.conf";

    Http {
        loaded = List.copyOf(loaded);
        servers = List.copyOf(servers);
        upstreams = Map.copyOf(upstreams);
    }

    /** Of every folder with such files, the shared one too. */
    static List<Http> of(Repository repository) {
        return repository.view(AllHttp.class, AllHttp::of).all();
    }

    /** The {@code stream} blocks, likewise; none of a machine without. */
    static List<Http> streamsOf(Repository repository) {
        return repository.view(AllHttp.class, AllHttp::of).streams();
    }

    /** Kept by the repository for all rules. */
    record AllHttp(List<Http> all, List<Http> streams) {
        static AllHttp of(Repository repository) {
            Map<String, List<Read<NginxFile>>> byFolder = repository.all(Formats.NGINX).stream()
                    .collect(Collectors.groupingBy(r -> r.source().folder(), TreeMap::new, Collectors.toList()));
            List<Http> all = new ArrayList<>();
            List<Http> streams = new ArrayList<>();
            byFolder.forEach((folder, files) -> {
                Builder builder = new Builder(folder, files);
                all.add(builder.build());
                builder.stream().ifPresent(streams::add);
            });
            return new AllHttp(List.copyOf(all), List.copyOf(streams));
        }
    }

    private static final class Builder {
        private final String folder;
        private final ScopeReader reader;
        private final Scope root;
        private final Scope main;

        Builder(String folder, List<Read<NginxFile>> files) {
            this.folder = folder;
            this.reader = new ScopeReader(files);
            this.root = top(files, "http");
            this.main = top(files, "main");
        }

        private static Scope top(List<Read<NginxFile>> files, String name) {
            return new Scope(
                    files.getFirst().source(), new Directive(name, List.of(), true, List.of(), "", 0, 0), null);
        }

        Http build() {
            Read<NginxFile> file = reader.files().get(MAIN);
            if (file != null) {
                addMain(file);
            } else {
                reader.files().values().stream().filter(this::isLoadedByDefault).forEach(f -> reader.addAll(root, f));
            }
            int loaded = root.children().size();
            reader.files().values().stream().filter(this::isLeft).forEach(left -> reader.addAll(root, left));
            List<Scope> children = root.children();
            List<VirtualServer> servers = new ArrayList<>();
            for (int i = 0; i < children.size(); i++) {
                if (children.get(i).name().equals("server")
                        && children.get(i).directive().isBlock()) {
                    servers.add(VirtualServer.of(children.get(i), i < loaded));
                }
            }
            return new Http(
                    folder,
                    root,
                    children.subList(0, loaded),
                    servers,
                    upstreams(root),
                    file != null && !root.isItselfOpen());
        }

        /** After {@link #build}: of {@code nginx.conf} and what it includes, else of any file that has such a block. */
        Optional<Http> stream() {
            if (reader.files().get(MAIN) == null) {
                reader.files().values().stream()
                        .filter(file -> file.value().directives().stream()
                                .anyMatch(d -> d.name().equals("stream")))
                        .filter(file -> !reader.reached().contains(file.source().inFolder()))
                        .forEach(file -> reader.addAll(main, file));
            }
            return main.first("stream").map(stream -> {
                List<VirtualServer> servers = stream.own("server")
                        .filter(server -> server.first("listen").isPresent())
                        .map(server -> VirtualServer.of(server, true))
                        .toList();
                return new Http(folder, stream, stream.children(), servers, upstreams(stream), false);
            });
        }

        private static Map<String, List<Scope>> upstreams(Scope of) {
            return of.own("upstream")
                    .collect(Collectors.groupingBy(u -> u.argument(0).toLowerCase(Locale.ROOT)));
        }

        private void addMain(Read<NginxFile> file) {
            reader.reached().add(MAIN);
            for (Directive directive : file.value().directives()) {
                if (directive.name().equals("http")) {
                    directive.block().forEach(d -> reader.add(root, file, d, 0));
                } else {
                    reader.add(main, file, directive, 0);
                }
            }
        }

        /** As Debian's {@code nginx.conf} includes them. */
        private boolean isLoadedByDefault(Read<NginxFile> file) {
            String name = file.source().inFolder();
            boolean direct = name.indexOf('/', name.indexOf('/') + 1) == name.lastIndexOf('/');
            return direct
                    && (name.startsWith("nginx/sites-enabled/")
                            || (name.startsWith("nginx/conf.d/") && name.endsWith(".conf")));
        }

        private boolean isLeft(Read<NginxFile> file) {
            String name = file.source().inFolder();
            return file.value().isHttpLevel()
                    && !reader.reached().contains(name)
                    && !name.contains("stream")
                    && !isKeptTwice(file.source());
        }

        /** A site that is enabled, by a link under whatever name or as a copy, is not read a second time from where it is kept. */
        private boolean isKeptTwice(Source source) {
            String name = source.inFolder();
            return reader.realsReached().contains(source.real())
                    || (name.startsWith("nginx/sites-available/")
                            && reader.reached().contains(name.replace("sites-available", "sites-enabled")));
        }
    }

    /** Declared somewhere at the level of {@code http}. */
    Stream<Scope> declared(String name) {
        return root.own(name);
    }

    /** Some server has this name. */
    boolean isServed(String name) {
        return servers.stream().anyMatch(s -> s.names().contains(name));
    }

    /** Every directive of this name within a server. */
    Stream<Scope> inServers(String name) {
        return servers.stream().flatMap(s -> s.scope().all(name));
    }
}
