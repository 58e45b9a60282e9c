// The machines: who is there, since when, and what each one is.
import { time } from '/api.js';
import { ago, draw } from './facts.js';

const REFRESH = 5000;
const TONES = { online: 'ok', lost: 'bad', 'never-seen': 'idle' };

export default {
  title: 'Nodes',
  order: 10,
  async render(element, api) {
    const el = api.el;
    let chosen = null;
    const notice = api.notice();
    const body = el('div');
    const filter = el('input', { type: 'search', placeholder: 'name, site or role', 'aria-label': 'Filter' });
    filter.addEventListener('input', () => notice.attempt(refresh));
    const search = el('div', { class: 'form' }, filter);
    element.replaceChildren(notice.line, search, body);

    const badge = status => el('span', { class: `badge ${TONES[status] ?? 'idle'}` }, status);
    const link = name => {
      const button = el('button', { class: 'button link', type: 'button', 'data-key': name }, name);
      button.addEventListener('click', () => { chosen = name; notice.attempt(refresh); });
      return button;
    };

    async function list() {
      const [nodes, fleet] = await Promise.all([api.all('nodes'), latestImport()]);
      const wanted = filter.value.toLowerCase();
      const shown = nodes.filter(n => [n.name, n.site ?? '', ...n.roles].some(word => word.includes(wanted)));
      const rows = shown.map(n => [link(n.name), n.declared ? n.kind : 'not declared', n.site ?? '', n.roles.join(', '),
        badge(n.status), el('span', { title: time(n.lastSeen) }, ago(n.lastSeen)), n.agentVersion ?? '']);
      return [fleetLine(fleet), api.table(['Node', 'Kind', 'Site', 'Roles', 'Status', 'Last seen', 'Agent'], rows, 'No such node.')];
    }

    /** The nodes are shown also when nobody knows where they were declared. */
    const latestImport = () => api.get('imports/latest').catch(failure => (failure.status === 404 ? null : { trouble: failure.message }));

    function fleetLine(fleet) {
      if (fleet?.trouble) return el('p', { class: 'error' }, `What was imported last is not known: ${fleet.trouble}`);
      if (!fleet) return el('p', {}, 'No configuration repository was imported yet.');
      const good = ['TAKEN_OVER', 'UNCHANGED'].includes(fleet.outcome);
      return el('div', { class: 'card' },
        el('p', {}, el('span', { class: `badge ${good ? 'ok' : 'bad'}` }, fleet.outcome), ' ', fleet.repository,
          fleet.commit ? ` at ${fleet.commit.slice(0, 12)}, ` : ', ', time(fleet.at)),
        fleet.detail ? el('p', {}, fleet.detail) : null,
        fleet.problems.length === 0 ? null : api.table(['Where', 'What', 'What to do'],
          fleet.problems.map(p => [p.line ? `${p.file}:${p.line}:${p.column}` : p.file, `${p.field} ${p.what}`, p.remedy])));
    }

    async function detail() {
      const node = await api.get(`nodes/${encodeURIComponent(chosen)}`);
      const back = el('button', { class: 'button', type: 'button', 'data-key': 'back' }, 'All nodes');
      back.addEventListener('click', () => { chosen = null; notice.attempt(refresh); });
      const declared = node.declared;
      const facts = Object.values(node.facts).filter(f => f.kind !== 'presence').sort((a, b) => a.kind.localeCompare(b.kind));
      return [back, el('h2', {}, node.name, ' ', badge(node.status)),
        declared
          ? api.table(['Kind', 'Site', 'Host', 'VM id', 'Roles', 'Addresses'], [[declared.kind, declared.site,
            declared.host ?? '', declared.vmid ?? '', declared.roles.join(', '), declared.addresses.join(', ')]])
          : el('p', {}, 'The fleet does not declare this machine.'),
        node.seen ? api.table(['First seen', 'Last seen', 'Lost since', 'Agent', 'Mode'], [[time(node.seen.first),
          time(node.seen.last), time(node.seen.lostSince), node.seen.agent.agentVersion,
          node.seen.agent.observeOnly ? 'observes only' : 'acts']]) : null,
        ...facts.map(fact => draw(api, fact))];
    }

    let turn = 0;
    async function refresh() {
      const mine = ++turn;
      const parts = await (chosen ? detail() : list());
      if (mine !== turn) return;
      const unfolded = new Map([...body.querySelectorAll('details')].map(d => [d.dataset.kind, d.open]));
      search.hidden = chosen !== null;
      api.redraw(body, parts);
      body.querySelectorAll('details').forEach(d => { d.open = unfolded.get(d.dataset.kind) ?? d.open; });
    }

    await notice.attempt(refresh);
    const stop = notice.repeat(refresh, REFRESH);
    return () => { turn++; stop(); };
  },
};
