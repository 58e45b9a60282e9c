const TONES = { RUNNING: 'warn', DONE: 'ok', SUCCEEDED: 'ok', FAILED: 'bad', CANCELLED: 'idle' };
const STEPS = ['INSPECT', 'FETCH', 'CHECK_OUT', 'BUILD', 'VERIFY'];
const REFRESH = 3000;

const time = (text) => (text ? new Date(text).toLocaleString() : '');
const seconds = (duration) => (duration ? duration.slice(2).toLowerCase() : '');

export default {
  title: 'Deployments',
  order: 40,
  async render(element, api) {
    const el = api.el;
    const badge = (state) => el('span', { class: `badge ${TONES[state] ?? 'idle'}` }, state);
    const notice = el('p', { role: 'status' });
    const list = el('div');
    const detail = el('div');
    let shown = null;
    let stopLog = () => {};

    const attempt = async (work) => {
      try {
        notice.textContent = '';
        return await work();
      } catch (error) {
        notice.textContent = error.message;
        return null;
      }
    };

    const form = await deployForm();
    element.replaceChildren(form, notice, list, detail);
    await attempt(refresh);
    const timer = setInterval(() => attempt(refresh), REFRESH);
    return () => {
      clearInterval(timer);
      stopLog();
    };

    async function deployForm() {
      const applications = (await attempt(() => api.get('applications')))?.items ?? [];
      const flavors = applications.flatMap((a) => a.flavors.map((f) => ({ application: a.name, flavor: f.name, node: f.node })));
      const flavor = el('select', { name: 'flavor', required: true }, ...flavors.map((f, i) =>
        el('option', { value: String(i) }, `${f.application} / ${f.flavor} on ${f.node}`)));
      const version = el('input', { name: 'version', placeholder: 'release tag', required: true, maxlength: '200' });
      const submit = el('button', { class: 'button', type: 'submit' }, 'Deploy');
      const made = el('form', { class: 'form card' }, el('label', {}, 'Flavor ', flavor), el('label', {}, 'Version ', version), submit);
      made.addEventListener('submit', async (event) => {
        event.preventDefault();
        const { application, flavor: name } = flavors[Number(flavor.value)];
        const started = await attempt(() => api.post('deployments', { application, flavor: name, version: version.value }));
        if (started) {
          version.value = '';
          show(started.id);
        }
      });
      return flavors.length ? made : el('p', { class: 'card' }, 'The fleet declares no application yet.');
    }

    async function refresh() {
      const page = await api.get('deployments?limit=50');
      list.replaceChildren(table(page.items));
      if (shown) {
        drawHead(await api.get(`deployments/${shown}`));
      }
    }

    function table(deployments) {
      const rows = deployments.map((d) => {
        const open = el('button', { class: 'button', type: 'button' }, 'Show');
        open.addEventListener('click', () => show(d.id));
        return el('tr', {}, el('td', {}, `${d.application} / ${d.flavor}`), el('td', {}, d.version), el('td', {}, badge(d.state)),
          el('td', {}, d.state === 'SUCCEEDED' ? '' : d.step), el('td', {}, d.requestedBy), el('td', {}, time(d.requestedAt)), el('td', {}, open));
      });
      const head = ['Flavor', 'Version', 'State', 'Step', 'Asked by', 'Asked', ''].map((h) => el('th', {}, h));
      return el('table', { class: 'table' }, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows));
    }

    function show(id) {
      stopLog();
      shown = id;
      const log = el('pre', { class: 'log' });
      detail.replaceChildren(el('div', { class: 'card' }), log);
      stopLog = api.follow(`deployments/${id}/log`, (part) => {
        for (const line of part.lines ?? []) {
          log.append(el('span', { class: line.error ? 'error' : '' }, `${part.step.padEnd(9)} ${line.text}\n`));
        }
        if (part.droppedLines) {
          log.append(el('em', {}, `${part.droppedLines} lines were left out\n`));
        }
      });
      attempt(refresh);
    }

    function drawHead(d) {
      const begun = new Map(d.steps.map((s) => [s.step, s]));
      const steps = STEPS.map((name) => {
        const s = begun.get(name);
        return el('li', {}, el('span', { class: `badge ${s ? TONES[s.state] : 'idle'}` }, name), ` ${seconds(s?.took)} ${s?.detail ?? ''}`,
          s?.late ? ` (reported late: ${s.late})` : '');
      });
      const card = el('div', { class: 'card' },
        el('h3', {}, `${d.application} / ${d.flavor} ${d.version} on ${d.node} `, badge(d.state)),
        el('p', {}, `Asked by ${d.requestedBy}${d.onBehalfOf ? ` for ${d.onBehalfOf}` : ''}, ${time(d.requestedAt)}${d.endedAt ? `, ended ${time(d.endedAt)}` : ''}. ${d.detail ?? ''}`),
        el('ol', {}, ...steps));
      if (d.state === 'RUNNING') {
        const cancel = el('button', { class: 'button', type: 'button' }, d.cancelRequestedBy ? `Cancel asked by ${d.cancelRequestedBy}` : 'Cancel');
        cancel.disabled = Boolean(d.cancelRequestedBy);
        cancel.addEventListener('click', () => attempt(() => api.post(`deployments/${d.id}/cancel`, {})));
        card.append(cancel);
      }
      detail.firstChild?.replaceWith(card);
    }
  },
};
