// Datasets with their snapshots, snapshots by hand, and a form to take one.
import { bytes, time } from './words.js';

const tone = { TAKEN: 'ok', REQUESTED: 'idle', EXPIRED: 'warn', DESTROYING: 'idle', KEPT: 'warn', FAILED: 'bad', DESTROYED: 'idle' };

function form(api, notice, done) {
  const { el } = api;
  const field = (name, attributes) => el('input', { name, required: true, ...attributes });
  const node = field('node', { placeholder: 'node' });
  const dataset = field('dataset', { placeholder: 'pool/dataset' });
  const reason = field('reason', { placeholder: 'why', maxlength: 200 });
  const days = field('days', { type: 'number', min: 1, max: 365, value: 7 });
  const recursive = el('input', { type: 'checkbox', name: 'recursive' });
  const box = el('form', { class: 'form' }, node, dataset, reason,
    el('label', {}, 'days ', days), el('label', {}, recursive, ' recursive'),
    el('button', { class: 'button', type: 'submit' }, 'Take snapshot'));
  box.addEventListener('submit', (event) => {
    event.preventDefault();
    notice.attempt(async () => {
      const taken = await api.post('snapshots', {
        node: node.value,
        dataset: dataset.value,
        recursive: recursive.checked,
        reason: reason.value,
        expiresAt: new Date(Date.now() + days.value * 86400000).toISOString(),
      });
      await done();
      notice.say(`Asked ${taken.node} for ${taken.dataset}@${taken.name}`);
    });
  });
  return { box, choose: (row) => { node.value = row.node; dataset.value = row.name; reason.focus(); } };
}

/** All of them, however old: a snapshot that everybody has forgotten fills a pool. */
async function stillThere(api) {
  const items = [];
  let after = '';
  do {
    const page = await api.get(`snapshots?ended=false&limit=1000&after=${encodeURIComponent(after)}`);
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}

export default {
  title: 'Datasets',
  order: 19,
  async render(element, api) {
    const { el } = api;
    const notice = api.notice();
    const byHand = el('div', { class: 'card' });
    const datasets = el('div', { class: 'card' });
    let after = '';

    // The list moves under the pointer when somebody takes another.
    const destroy = (snapshot) => notice.attempt(async () => {
      const name = `${snapshot.dataset}@${snapshot.name}`;
      if (!window.confirm(`Destroy ${name} on ${snapshot.node}${snapshot.recursive ? ', and that of all datasets below' : ''}?`)) {
        return;
      }
      await api.delete(`snapshots/${snapshot.id}`);
      await showByHand();
      notice.say(`${name} will be destroyed`);
    });

    async function showByHand() {
      const [there, ended] = await Promise.all([stillThere(api), api.get('snapshots?ended=true&limit=20')]);
      byHand.replaceChildren(el('h2', {}, 'Snapshots by hand'), api.table(
        ['Node', 'Snapshot', 'Reason', 'Expires', 'By', 'State', ''],
        [...there, ...ended.items].map((s) => {
          const button = el('button', { class: 'button', type: 'button' }, 'Destroy');
          button.addEventListener('click', () => destroy(s));
          const state = el('span', { class: `badge ${tone[s.state]}`, title: s.detail || '' }, s.state.toLowerCase());
          return [s.node, `${s.dataset}@${s.name}${s.recursive ? ' (recursive)' : ''}`, s.reason, time(s.expiresAt), s.askedBy,
            [state, s.detail ? ` ${s.detail}` : ''], api.may('operator') && ['TAKEN', 'EXPIRED', 'KEPT'].includes(s.state) ? button : ''];
        }), 'Nobody took one yet.'));
    }

    const { box, choose } = form(api, notice, showByHand);

    async function showDatasets() {
      const page = await api.get(`datasets?limit=50&after=${encodeURIComponent(after)}`);
      const rows = page.items.map((d) => {
        const pick = el('button', { class: 'button', type: 'button' }, 'Snapshot…');
        pick.addEventListener('click', () => choose(d));
        return [d.node, d.name, bytes(d.usedBytes), bytes(d.availableBytes), String(d.summary.count),
          d.summary.newest ? `${d.summary.newest} (${time(d.summary.newestAt)})` : '–', pick];
      });
      const more = el('button', { class: 'button', type: 'button' }, page.next ? 'Next page' : 'First page');
      more.addEventListener('click', () => { after = page.next || ''; notice.attempt(showDatasets); });
      datasets.replaceChildren(el('h2', {}, 'Datasets'),
        api.table(['Node', 'Dataset', 'Used', 'Free', 'Snapshots', 'Newest', ''], rows, 'No node reported a dataset yet.'),
        page.next || after ? more : '');
    }

    element.replaceChildren(el('div', { class: 'card' }, el('h2', {}, 'Take a snapshot'), box, notice.line), byHand, datasets);
    await Promise.all([showByHand(), showDatasets()]);
    return notice.repeat(showByHand, 5000);
  },
};
