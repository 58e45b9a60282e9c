package org.openfoodfacts.brigade.zfssync.persistence;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.Session;
import org.openfoodfacts.brigade.platform.json.JsonText;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPull;
import org.openfoodfacts.brigade.zfssync.domain.DeclaredPulls;
import org.openfoodfacts.brigade.zfssync.domain.PolicyProblem;
import org.openfoodfacts.brigade.zfssync.domain.UnseenPull;

/** The declared pulls and what is wrong in the files that declare them; each fleet replaces all in two statements. */
@ApplicationScoped
public class PullStore {
    private static final String PULLS = """
            with declared as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                origin jsonb, "sourceHost" text, "sourceNode" text, datasets jsonb, transport text)),
            gone as (delete from pull where (node, file, line) not in (
              select origin ->> 'node', origin ->> 'file', cast(origin ->> 'line' as integer) from declared))
            insert into pull (node, file, line, source_host, source_node, source_dataset, target_dataset, recursive, brings_parent,
              excluded, pulled, transport, copies)
            select origin ->> 'node', origin ->> 'file', cast(origin ->> 'line' as integer), "sourceHost", "sourceNode",
              datasets ->> 'source', datasets ->> 'target', cast(datasets ->> 'recursive' as boolean),
              cast(datasets ->> 'bringsParent' as boolean),
              datasets ->> 'excluded', datasets ->> 'pulled', transport, datasets ->> 'copies' from declared
            on conflict (node, file, line) do update set source_host = excluded.source_host, source_node = excluded.source_node,
              source_dataset = excluded.source_dataset, target_dataset = excluded.target_dataset, recursive = excluded.recursive,
              brings_parent = excluded.brings_parent, excluded = excluded.excluded, pulled = excluded.pulled,
              transport = excluded.transport, copies = excluded.copies""";

    private static final String PROBLEMS = """
            with found as (
              select * from jsonb_to_recordset(cast(cast(:json as text) as jsonb)) as p(
                node text, file text, line integer, ordinal integer, error boolean, what text, remedy text)),
            gone as (delete from policy_problem where (file, line, ordinal) not in (select file, line, ordinal from found))
            insert into policy_problem (node, file, line, ordinal, error, what, remedy)
            select node, file, line, ordinal, error, what, remedy from found
            on conflict (file, line, ordinal) do update set node = excluded.node, error = excluded.error, what = excluded.what,
              remedy = excluded.remedy""";

    private static final String UNSEEN = """
            select p.node, p.file, p.line, coalesce(p.source_node, p.source_host), p.source_dataset, p.target_dataset, p.excluded
            from pull p where p.node = :node and p.recursive and not exists (
              select 1 from dataset d where d.node = p.source_node
                and (d.name = p.source_dataset or starts_with(d.name, p.source_dataset || '/')))
            order by p.file, p.line""";

    public Uni<Void> replaceAll(Session session, DeclaredPulls declared) {
        return replace(session, PULLS, declared.pulls()).chain(() -> replace(session, PROBLEMS, declared.problems()));
    }

    private static Uni<Void> replace(Session session, String statement, List<?> items) {
        return session.createNativeQuery(statement)
                .setParameter("json", JsonText.write(items))
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<List<PolicyProblem>> problems(Session session) {
        return session.createNativeQuery(
                        "select node, file, line, ordinal, error, what, remedy from policy_problem order by file, line, ordinal",
                        Object[].class)
                .getResultList()
                .map(rows -> rows.stream().map(PullStore::problem).toList());
    }

    private static PolicyProblem problem(Object[] row) {
        return new PolicyProblem(
                (String) row[0],
                (String) row[1],
                (Integer) row[2],
                (Integer) row[3],
                (Boolean) row[4],
                (String) row[5],
                (String) row[6]);
    }

    /** The recursive lines of a node of whose source no fact shows anything, in their order. */
    public Uni<List<UnseenPull>> unseen(Session session, String node) {
        return session.createNativeQuery(UNSEEN, Object[].class)
                .setParameter("node", node)
                .getResultList()
                .map(rows -> rows.stream().map(PullStore::unseen).toList());
    }

    private static UnseenPull unseen(Object[] row) {
        return new UnseenPull(
                new DeclaredPull.Origin((String) row[0], (String) row[1], (Integer) row[2]),
                (String) row[3],
                (String) row[4],
                (String) row[5],
                Stream.of(JsonText.read((String) row[6], String[].class))
                        .map(Pattern::compile)
                        .toList());
    }
}
