// Datasets with their snapshots, snapshots by hand, and a form to take one.
import { time } from '/api.js';
import { bytes } from './words.js';

const tone = { TAKEN: 'ok', REQUESTED: 'idle', EXPIRED: 'warn', DESTROYING: 'idle', KEPT: 'warn', FAILED: 'bad', DESTROYED: 'idle' };

function form(api, notice, done) {
  const { el } = api;
  const field = (name, attributes) => el('input', { name, required: true, ...attributes });
  const node = field('node', { placeholder: 'node', 'aria-label': 'Node' });
  const dataset = field('dataset', { placeholder: 'pool/dataset', 'aria-label': 'Dataset' });
  const reason = field('reason', { placeholder: 'why', maxlength: 200, 'aria-label': 'Reason' });
  const days = field('days', { type: 'number', min: 1, max: 365, value: 7 });
  const recursive = el('input', { type: 'checkbox', name: 'recursive' });
  const box = el('form', { class: 'form' }, node, dataset, reason,
    el('label', {}, 'days ', days), el('label', {}, recursive, ' recursive'),
    el('button', { class: 'button', type: 'submit' }, 'Take snapshot'));
  notice.submit(box, async ({ key, at }) => {
    const taken = await api.post('snapshots', {
      node: node.value,
      dataset: dataset.value,
      recursive: recursive.checked,
      reason: reason.value,
      expiresAt: new Date(at + days.value * 86400000).toISOString(),
    }, key);
    await done();
    notice.say(`Asked ${taken.node} for ${taken.dataset}@${taken.name}`);
  });

  function choose(row) {
    node.value = row.node;
    dataset.value = row.name;
    box.dispatchEvent(new Event('input'));
    reason.focus();
  }

  return { box, choose };
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
    let endedAfter = '';

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

    function row(s) {
      const button = el('button', { class: 'button', type: 'button', 'data-key': `destroy ${s.id}` }, 'Destroy');
      button.addEventListener('click', () => destroy(s));
      const state = el('span', { class: `badge ${tone[s.state]}`, title: s.detail || '' }, s.state.toLowerCase());
      return [s.node, `${s.dataset}@${s.name}${s.recursive ? ' (recursive)' : ''}`, s.reason, time(s.expiresAt), s.askedBy,
        [state, s.detail ? ` ${s.detail}` : ''], api.may('operator') && ['TAKEN', 'EXPIRED', 'KEPT'].includes(s.state) ? button : ''];
    }

    /** All that are still there, however old: a snapshot that everybody has forgotten fills a pool. */
    async function showByHand() {
      const [there, ended] = await Promise.all([
        api.all('snapshots?ended=false'), api.get(`snapshots?ended=true&limit=20${endedAfter ? `&after=${endedAfter}` : ''}`)]);
      const heads = ['Node', 'Snapshot', 'Reason', 'Expires', 'By', 'State', ''];
      api.redraw(byHand, el('h2', {}, 'Snapshots by hand'), api.table(heads, there.map(row), 'There is none.'),
        ended.items.length || endedAfter ? [el('h3', {}, 'Ended'), api.table(heads, ended.items.map(row), 'No older ones.'),
          api.pager(ended, endedAfter, (cursor) => { endedAfter = cursor; notice.attempt(showByHand); })] : '');
    }

    const { box, choose } = form(api, notice, showByHand);

    async function showDatasets() {
      const page = await api.get(`datasets?limit=50&after=${encodeURIComponent(after)}`);
      const rows = page.items.map((d) => {
        const pick = el('button', { class: 'button', type: 'button', 'data-key': `pick ${d.node} ${d.name}` }, 'Snapshot…');
        pick.addEventListener('click', () => choose(d));
        return [d.node, d.name, bytes(d.usedBytes), bytes(d.availableBytes), String(d.summary.count),
          d.summary.newest ? `${d.summary.newest} (${time(d.summary.newestAt)})` : '–',
          api.may('operator') ? pick : ''];
      });
      const more = el('button', { class: 'button', type: 'button', 'data-key': 'more' }, page.next ? 'Next page' : 'First page');
      more.addEventListener('click', () => { after = page.next || ''; notice.attempt(showDatasets); });
      api.redraw(datasets, el('h2', {}, 'Datasets'),
        api.table(['Node', 'Dataset', 'Used', 'Free', 'Snapshots', 'Newest', ''], rows, 'No node reported a dataset yet.'),
        page.next || after ? more : '');
    }

    const all = () => Promise.all([showByHand(), showDatasets()]);
    element.replaceChildren(api.may('operator') ? el('div', { class: 'card' }, el('h2', {}, 'Take a snapshot'), box) : '',
      notice.line, byHand, datasets);
    await all();
    return notice.repeat(all, 5000);
  },
};
