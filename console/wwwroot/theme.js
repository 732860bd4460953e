// Tells the server how the machine is set, so that the next page comes in the right theme.
(() => {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const tell = () => {
    document.cookie = `system-theme=${dark.matches ? 'dark' : 'light'}; path=/; max-age=31536000; samesite=lax`;
    // A page without a circuit cannot change by itself.
    const still = document.querySelector('main[data-follows-system]');
    if (still && still.dataset.theme !== (dark.matches ? 'dark' : 'light') && document.cookie.includes('system-theme=')) { location.reload(); }
  };
  tell();
  dark.addEventListener('change', tell);
  document.addEventListener('DOMContentLoaded', tell);
})();
