// The page itself: choosing a file, showing progress, the result, and where this page came from.
import { make, resultParts, verdictOf } from './result.js';
import { EN } from './texts_en.js';
import { JA } from './texts_ja.js';
import { ability } from './worker.js';
import { checkPacket } from './check.js';

const TEXTS = [JA, EN];
const PHASES = { files: [0, 35], rows: [35, 45], tree: [80, 10], proofs: [90, 4], words: [94, 6] };
const FAILED = {
  verdict: 'failed', signer: 'unknown', complete: null, findings: [], findingCount: 0, manifest: null, keys: null, checkpoint: null, heads: null,
};

/** @param {string} id @returns {HTMLElement} */
const at = (id) => document.getElementById(id);
const state = { language: 0, report: null, answer: null, stop: () => {}, phase: '' };
const text = () => TEXTS[state.language];

/** The keys in this page count only if a server gave them: whoever makes a packet can write into the page in it. */
function cityKeys() {
  const served = location.protocol === 'https:' || (location.protocol === 'http:' && window.isSecureContext);
  return served ? at('city-keys').textContent.trim() : '';
}

/** @param {string} message spoken, not shown */
function say(message) {
  at('live').textContent = message;
}

function showSource() {
  const trusted = cityKeys() !== '';
  at('source').className = trusted ? 'note trusted' : 'note';
  const untrusted = [make('strong', {}, text().source_other), text().source_other_why];
  at('source').replaceChildren(...(trusted ? [text().source_city(location.host)] : untrusted));
}

function showTexts() {
  document.documentElement.lang = ['ja', 'en'][state.language];
  document.title = text().title;
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = text()[element.dataset.text];
  at('language').textContent = text().language;
  at('language').lang = ['en', 'ja'][state.language];
  showSource();
  if (state.report !== null) showResult();
}

/** @param {string} only which of the page's parts is in front */
function show(only) {
  for (const id of ['choose', 'work', 'result']) at(id).hidden = id !== only;
}

function showResult() {
  const parts = resultParts(state.report, {
    text: text(), language: state.language, answer: state.answer, answered: (answer) => {
      state.answer = answer;
      showResult();
      tellResult();
    },
  });
  const again = make('button', { type: 'button', id: 'again', class: 'plain' }, text().choose_again);
  again.addEventListener('click', start);
  at('result').replaceChildren(...parts, again);
}

/** Puts the verdict in front of the person: focus on it, so that a screen reader begins there. */
function tellResult() {
  show('result');
  at('verdict').focus();
  window.scrollTo(0, 0);
  say(text()[`${verdictOf(state.report, state.answer)}_title`]);
}

function start() {
  Object.assign(state, { report: null, answer: null });
  at('file').value = '';
  say('');
  show('choose');
  at('file').focus();
}

/** @param {{phase: string, done: number, total: number}} progress */
function showProgress({ phase, done, total }) {
  const [from, share] = PHASES[phase];
  const percent = Math.floor(from + share * Math.min(1, done / Math.max(1, total)));
  if (percent < at('progress').value) return;
  at('progress').value = percent;
  at('phase').textContent = `${text().phase[phase]}（${text().percent(percent)}）`;
  if (phase !== state.phase) say(`${text().phase[phase]} ${text().percent(percent)}`);
  state.phase = phase;
}

/** A check on a thread of its own. @param {File} file @param {(report: object) => void} done @returns {() => void} stops it */
function checkInWorker(file, done) {
  const source = `${at('checker').textContent}\nworker_js.answerIn(self);`;
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(address);
  URL.revokeObjectURL(address);
  const end = (report) => {
    worker.terminate();
    done(report);
  };
  worker.onmessage = ({ data }) => {
    if (data.progress !== undefined) showProgress(data.progress);
    else end(data.report ?? FAILED);
  };
  worker.onerror = () => end(FAILED);
  worker.postMessage({ file, policy: cityKeys() });
  return () => end({ ...FAILED, verdict: 'stopped' });
}

/** A check in the page, where there are no threads. @param {File} file @param {(report: object) => void} done */
function checkHere(file, done) {
  let stopped = false;
  const progress = (phase, part, total) => showProgress({ phase, done: part, total });
  checkPacket(file, { policy: cityKeys(), progress, stopped: () => stopped }).then(done, () => done(FAILED));
  return () => { stopped = true; };
}

/** @param {File} file */
function begin(file) {
  at('work-file').textContent = file.name;
  at('progress').value = 0;
  at('phase').textContent = '';
  state.phase = '';
  show('work');
  at('work-title').focus();
  const done = (report) => {
    state.report = report;
    showResult();
    tellResult();
  };
  try {
    state.stop = checkInWorker(file, done);
  } catch {
    state.stop = checkHere(file, done);
  }
}

function listen() {
  at('file').addEventListener('change', () => at('file').files.length > 0 && begin(at('file').files[0]));
  at('stop').addEventListener('click', () => state.stop());
  at('language').addEventListener('click', () => {
    state.language = 1 - state.language;
    showTexts();
  });
  for (const kind of ['dragover', 'dragleave', 'drop']) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      at('drop').classList.toggle('over', kind === 'dragover');
      if (kind === 'drop' && !at('choose').hidden && event.dataTransfer.files.length > 0) begin(event.dataTransfer.files[0]);
    });
  }
}

async function open() {
  showTexts();
  if ((await ability()) !== 'able') {
    at('choose').hidden = true;
    at('unable').hidden = false;
    return;
  }
  listen();
  document.documentElement.dataset.ready = 'yes';
}

window.renkeiReady = true;
open();
