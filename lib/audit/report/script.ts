/** The script of the page: filters, sorts and pages the table. The script makes text nodes only, never HTML. */
export const SCRIPT = String.raw`(() => {
'use strict';
const { page: PAGE, texts, rows } = JSON.parse(document.getElementById('data').textContent);
const OUTCOME = 4;
const RANKS = ['direct', 'fails', 'gateway', 'denied', 'blocked'];
const table = document.getElementById('ways-table');
const body = table.tBodies[0];
const filter = document.getElementById('filter');
const boxes = [...document.querySelectorAll('input[name=outcome]')];
const count = document.getElementById('count');
const [previous, next] = [document.getElementById('previous'), document.getElementById('next')];
const words = rows.map((row) => row.map((index) => texts[index]).join(' ').toLowerCase());
const all = rows.map((_, index) => index);
let sorting = { column: -1, descending: false };
let shown = all;
let first = 0;

const valueOf = (row, column) => {
  const text = texts[rows[row][column]];
  return column === OUTCOME ? RANKS.indexOf(text) : text;
};

function sorted(found) {
  const { column, descending } = sorting;
  if (column < 0) return found;
  const sign = descending ? -1 : 1;
  return [...found].sort((a, b) => {
    const [left, right] = [valueOf(a, column), valueOf(b, column)];
    return left === right ? a - b : left < right ? -sign : sign;
  });
}

// A text in quotation marks is a whole cell.
function hasWord(row, word) {
  const [, cell] = /^"(.*)"$/.exec(word) || [];
  if (cell === undefined) return words[row].includes(word);
  return rows[row].some((index) => String(texts[index]).toLowerCase() === cell);
}

function select() {
  const asked = filter.value.toLowerCase().match(/"[^"]*"|\S+/g) || [];
  const outcomes = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  shown = sorted(
    all.filter((row) => outcomes.has(texts[rows[row][OUTCOME]]) && asked.every((word) => hasWord(row, word))),
  );
  first = 0;
  draw();
}

function draw() {
  const part = shown.slice(first, first + PAGE);
  body.replaceChildren(
    ...part.map((row) => {
      const line = document.createElement('tr');
      rows[row].forEach((index, column) => {
        const cell = line.insertCell();
        const holder = column === OUTCOME ? cell.appendChild(document.createElement('span')) : cell;
        if (column === OUTCOME) holder.className = 'mark ' + texts[index];
        holder.textContent = texts[index];
      });
      return line;
    }),
  );
  const last = first + part.length;
  const range = part.length === 0 ? 'No row' : 'Rows ' + (first + 1).toLocaleString('en-US') + ' to ' + last.toLocaleString('en-US');
  const narrowed = shown.length === all.length ? '' : ' (' + all.length.toLocaleString('en-US') + ' in all)';
  count.textContent = range + ' of ' + shown.length.toLocaleString('en-US') + narrowed;
  previous.disabled = first === 0;
  next.disabled = last >= shown.length;
}

function turn(step) {
  first += step * PAGE;
  draw();
  table.parentElement.scrollIntoView({ block: 'nearest' });
}

[...table.tHead.rows[0].cells].forEach((head, column) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener('click', () => {
    sorting = { column, descending: sorting.column === column && !sorting.descending };
    for (const each of table.tHead.rows[0].cells) each.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', sorting.descending ? 'descending' : 'ascending');
    select();
  });
});

let waiting = 0;
filter.addEventListener('input', () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(select);
});
filter.form.addEventListener('submit', (event) => event.preventDefault());
for (const box of boxes) box.addEventListener('change', select);
previous.addEventListener('click', () => turn(-1));
next.addEventListener('click', () => turn(1));
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target === filter) return;
  event.preventDefault();
  filter.focus();
});
for (const link of document.querySelectorAll('a[data-filter], a[data-outcome]')) {
  link.addEventListener('click', () => {
    filter.value = link.dataset.filter ?? '';
    for (const box of boxes) box.checked = link.dataset.outcome === undefined || link.dataset.outcome === box.value;
    select();
  });
}
filter.form.hidden = false;
document.querySelector('.pages').hidden = rows.length <= PAGE;
draw();
})();`;
