const dark = window.matchMedia('(prefers-color-scheme: dark)');
let layout = null;
dark.addEventListener('change', () => layout?.invokeMethodAsync('SystemChangedAsync', dark.matches));
window.retailConsole = {
  selectLine: (id, line) => {
    const area = document.getElementById(id);
    const lines = area.value.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
    area.scrollTop = area.scrollHeight * Math.max(0, line - 6) / lines.length;
  },
  watchTheme: watcher => { layout = watcher; return dark.matches; },
  rememberTheme: choice => { document.cookie = `theme=${choice}; path=/; max-age=31536000; samesite=lax`; },
};
// An open menu closes with Escape and when something else is chosen.
document.addEventListener('keydown', e => {
  const open = e.key === 'Escape' && document.querySelector('details.user[open]');
  if (open) { open.open = false; open.querySelector('summary').focus(); }
});
document.addEventListener('click', e => {
  const open = document.querySelector('details.user[open]');
  if (open && !open.contains(e.target)) { open.open = false; }
});
