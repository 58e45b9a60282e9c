// Datasets with their snapshots, snapshots by hand, and a form to take one.
const bytes = (n) => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = n;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
};
const time = (iso) => (iso ? iso.replace('T', ' ').slice(0, 16) : '–');
const tone = { TAKEN: 'ok', REQUESTED: 'idle', EXPIRED: 'warn', DESTROYING: 'idle', KEPT: 'warn', FAILED: 'bad', DESTROYED: 'idle' };

function table(el, heads, rows, nothing) {
  if (rows.length === 0) {
    return el('p', {}, nothing);
  }
  return el('table', { class: 'table' },
    el('thead', {}, el('tr', {}, ...heads.map((h) => el('th', {}, h)))),
    el('tbody', {}, ...rows));
}

function form(api, say, done) {
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
  box.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const taken = await api.post('snapshots', {
        node: node.value,
        dataset: dataset.value,
        recursive: recursive.checked,
        reason: reason.value,
        expiresAt: new Date(Date.now() + days.value * 86400000).toISOString(),
      });
      say(`Asked ${taken.node} for ${taken.dataset}@${taken.name}`);
      done();
    } catch (problem) {
      say(problem.message);
    }
  });
  return { box, choose: (row) => { node.value = row.node; dataset.value = row.name; reason.focus(); } };
}

export default {
  title: 'Datasets',
  order: 20,
  async render(element, api) {
    const { el } = api;
    const notice = el('p', { role: 'status' });
    const say = (text) => { notice.textContent = text; };
    const byHand = el('div', { class: 'card' });
    const datasets = el('div', { class: 'card' });
    let after = '';

    async function destroy(snapshot) {
      try {
        await api.delete(`snapshots/${snapshot.id}`);
        say(`${snapshot.dataset}@${snapshot.name} will be destroyed`);
      } catch (problem) {
        say(problem.message);
      }
      await showByHand();
    }

    async function showByHand() {
      const page = await api.get('snapshots?limit=20');
      byHand.replaceChildren(el('h2', {}, 'Snapshots by hand'), table(el,
        ['Node', 'Snapshot', 'Reason', 'Expires', 'By', 'State', ''],
        page.items.map((s) => {
          const button = el('button', { class: 'button', type: 'button' }, 'Destroy');
          button.addEventListener('click', () => destroy(s));
          return el('tr', {},
            el('td', {}, s.node), el('td', {}, `${s.dataset}@${s.name}${s.recursive ? ' (recursive)' : ''}`),
            el('td', {}, s.reason), el('td', {}, time(s.expiresAt)), el('td', {}, s.askedBy),
            el('td', {}, el('span', { class: `badge ${tone[s.state]}`, title: s.detail || '' }, s.state.toLowerCase()),
              s.detail ? ` ${s.detail}` : ''),
            el('td', {}, ['TAKEN', 'EXPIRED', 'KEPT'].includes(s.state) ? button : ''));
        }), 'Nobody took one yet.'));
    }

    const { box, choose } = form(api, say, showByHand);

    async function showDatasets() {
      const page = await api.get(`datasets?limit=50&after=${encodeURIComponent(after)}`);
      const rows = page.items.map((d) => {
        const pick = el('button', { class: 'button', type: 'button' }, 'Snapshot…');
        pick.addEventListener('click', () => choose(d));
        return el('tr', {},
          el('td', {}, d.node), el('td', {}, d.name), el('td', {}, bytes(d.usedBytes)),
          el('td', {}, bytes(d.availableBytes)), el('td', {}, String(d.summary.count)),
          el('td', {}, d.summary.newest ? `${d.summary.newest} (${time(d.summary.newestAt)})` : '–'),
          el('td', {}, pick));
      });
      const more = el('button', { class: 'button', type: 'button' }, page.next ? 'Next page' : 'First page');
      more.addEventListener('click', () => { after = page.next || ''; showDatasets(); });
      datasets.replaceChildren(el('h2', {}, 'Datasets'),
        table(el, ['Node', 'Dataset', 'Used', 'Free', 'Snapshots', 'Newest', ''], rows, 'No node reported a dataset yet.'),
        page.next || after ? more : '');
    }

    element.replaceChildren(el('div', { class: 'card' }, el('h2', {}, 'Take a snapshot'), box, notice), byHand, datasets);
    await Promise.all([showByHand(), showDatasets()]);
    const timer = setInterval(() => showByHand().catch((problem) => say(problem.message)), 5000);
    return () => clearInterval(timer);
  },
};
