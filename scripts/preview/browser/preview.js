// Language, keys, and a reload when a file of the bank changes.
const languages = ['both', 'en', 'zh'];

function show(language) {
  document.body.className = `show-${language}`;
  document.documentElement.lang = language === 'zh' ? 'zh' : 'en';
  for (const button of document.querySelectorAll('[data-show]')) button.setAttribute('aria-pressed', String(button.dataset.show === language));
  sessionStorage.setItem('language', language);
}

const wanted = new URLSearchParams(location.search).get('lang') ?? sessionStorage.getItem('language');
show(languages.includes(wanted) ? wanted : 'both');
for (const button of document.querySelectorAll('[data-show]')) button.addEventListener('click', () => show(button.dataset.show));

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
  if (event.key === 'l') show(languages[(languages.indexOf(sessionStorage.getItem('language') ?? 'both') + 1) % languages.length]);
  const rel = { j: 'next', k: 'prev', u: 'up' }[event.key];
  if (rel !== undefined) document.querySelector(`a[rel="${rel}"]`)?.click();
});

new EventSource('/changes').addEventListener('change', () => {
  sessionStorage.setItem('place', String(scrollY));
  location.reload();
});
const place = sessionStorage.getItem('place');
if (place !== null) {
  sessionStorage.removeItem('place');
  scrollTo(0, Number(place));
}
