// Runs the stories one after the other, each in a frame of its own, and tells the test how each came out.
const FILES = ['shell', 'stream', 'journal', 'nodes', 'zfs', 'bans', 'deployments', 'security'];
const LONGEST = 30_000;
const ask = window.fetch.bind(window); // stories replace it

function frame() {
  const made = document.createElement('iframe');
  made.width = 1200;
  made.height = 900;
  made.src = '/stories/story.html';
  const loaded = new Promise(then => made.addEventListener('load', then, { once: true }));
  document.body.append(made);
  return loaded.then(() => made);
}

/** The story's own module is loaded within the frame, so that it and the console share that window. */
async function run(file, name) {
  const made = await frame();
  const inside = made.contentWindow;
  sessionStorage.clear();
  const ended = new Promise((then, otherwise) => {
    inside.ended = { then, otherwise };
    setTimeout(() => otherwise(new Error('it did not end in time')), LONGEST);
  });
  const script = inside.document.createElement('script');
  script.type = 'module';
  script.textContent = `import stories from '/stories/${file}.js';
    stories[${JSON.stringify(name)}]().then(ended.then, ended.otherwise);`;
  inside.document.head.append(script);
  try {
    await ended;
    return '';
  } catch (failure) {
    return `${failure.message}\nseen: ${inside.document.body.innerText}`;
  } finally {
    made.remove();
  }
}

const told = [];
for (const file of FILES) {
  try {
    const { default: stories } = await import(`/stories/${file}.js`);
    for (const name of Object.keys(stories)) told.push({ name: `${file}: ${name}`, failure: await run(file, name) });
  } catch (failure) {
    told.push({ name: file, failure: String(failure) });
  }
}
await ask('/played/told', { method: 'POST', body: JSON.stringify(told) });
