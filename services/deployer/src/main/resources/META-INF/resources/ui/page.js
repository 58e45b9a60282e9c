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
    const notice = api.notice();
    const list = el('div');
    const detail = el('div');
    let shown = null;
    let stopLog = () => {};

    const form = await deployForm();
    element.replaceChildren(form, notice.line, list, detail);
    await notice.attempt(refresh);
    const stop = notice.repeat(refresh, REFRESH);
    return () => {
      stop();
      stopLog();
    };

    async function deployForm() {
      const applications = (await notice.attempt(() => api.get('applications')))?.items ?? [];
      const flavors = applications.flatMap((a) => a.flavors.map((f) => ({ application: a.name, flavor: f.name, node: f.node })));
      const flavor = el('select', { name: 'flavor', required: true }, ...flavors.map((f, i) =>
        el('option', { value: String(i) }, `${f.application} / ${f.flavor} on ${f.node}`)));
      const version = el('input', { name: 'version', placeholder: 'release tag', required: true, maxlength: '200' });
      const submit = el('button', { class: 'button', type: 'submit' }, 'Deploy');
      const made = el('form', { class: 'form card' }, el('label', {}, 'Flavor ', flavor), el('label', {}, 'Version ', version), submit);
      made.addEventListener('submit', async (event) => {
        event.preventDefault();
        const { application, flavor: name } = flavors[Number(flavor.value)];
        const started = await notice.attempt(() => api.post('deployments', { application, flavor: name, version: version.value }));
        if (started) {
          version.value = '';
          show(started.id);
        }
      });
      return flavors.length ? made : el('p', { class: 'card' }, 'The fleet declares no application yet.');
    }

    async function refresh() {
      const page = await api.get('deployments?limit=50');
      list.replaceChildren(deploymentTable(page.items));
      if (shown) {
        drawHead(await api.get(`deployments/${shown}`));
      }
    }

    function deploymentTable(deployments) {
      const rows = deployments.map((d) => {
        const open = el('button', { class: 'button', type: 'button' }, 'Show');
        open.addEventListener('click', () => show(d.id));
        return [`${d.application} / ${d.flavor}`, d.version, badge(d.state), d.state === 'SUCCEEDED' ? '' : d.step, d.requestedBy,
          time(d.requestedAt), open];
      });
      return api.table(['Flavor', 'Version', 'State', 'Step', 'Asked by', 'Asked', ''], rows, 'Nothing was deployed yet.');
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
      notice.attempt(refresh);
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
        cancel.addEventListener('click', () => notice.attempt(() => api.post(`deployments/${d.id}/cancel`, {})));
        card.append(cancel);
      }
      detail.firstChild?.replaceWith(card);
    }
  },
};
