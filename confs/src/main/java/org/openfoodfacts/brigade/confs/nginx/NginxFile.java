package org.openfoodfacts.brigade.confs.nginx;

import java.util.List;
import java.util.Set;

/** One file of nginx's configuration as it is written; includes stand in it as directives. */
public record NginxFile(List<Directive> directives) {
    private static final Set<String> HTTP_LEVEL = Set.of(
            "server", "upstream", "map", "geo", "limit_req_zone", "limit_conn_zone", "proxy_cache_path", "log_format");
    private static final Set<String> NOT_READ = Set.of(
            "md",
            "txt",
            "html",
            "htm",
            "css",
            "js",
            "json",
            "sh",
            "py",
            "pl",
            "pem",
            "key",
            "crt",
            "csr",
            "htpasswd",
            "passwd",
            "png",
            "jpg",
            "svg",
            "ico",
            "lua",
            "yml",
            "yaml",
            "gz",
            "types",
            "tmpl",
            "template",
            "j2",
            "example",
            "sample",
            "dist",
            "xml",
            "php",
            "so",
            "log",
            "csv",
            "patch",
            "diff",
            "gitignore",
            "gitkeep");
    private static final Set<String> PUT_ASIDE =
            Set.of("bak", "old", "orig", "disabled", "save", "swp", "dpkg-dist", "dpkg-old", "dpkg-new", "off");

    public NginxFile {
        directives = List.copyOf(directives);
    }

    /** True of what is written for the {@code http} block: sites, upstreams, maps, zones. */
    public boolean isHttpLevel() {
        return directives.stream().anyMatch(d -> HTTP_LEVEL.contains(d.name()));
    }

    /** By its name below the machine's folder. A file put aside by its suffix is read where a glob loads it all the same. */
    public static boolean isNginxFile(String inFolder) {
        String file = inFolder.substring(inFolder.lastIndexOf('/') + 1);
        String suffix = file.substring(file.lastIndexOf('.') + 1);
        return inFolder.startsWith("nginx/")
                && !file.startsWith(".")
                && !file.endsWith("~")
                && !file.contains("htpasswd")
                && !file.equals("README")
                && !NOT_READ.contains(suffix)
                && (!PUT_ASIDE.contains(suffix) || inFolder.startsWith("nginx/sites-enabled/"));
    }

    /** False for a text that holds not one directive, whatever it is called. */
    public static boolean mayHoldDirectives(String text) {
        return text.indexOf(';') >= 0 || text.indexOf('{') >= 0;
    }
}
