/*
 * On a phone the three columns of Tasklist lie below each other. Bring the task into view as soon as it is chosen, and
 * offer the way back to the list, so that nobody has to scroll past all cards.
 */
const NARROW = window.matchMedia('(max-width: 767px)');

const BACK_TEXT = '返回列表';

const column = name => document.querySelector('.three-cols-layout-columns > .' + name);

const scrollTo = name => {
  const target = column(name);
  if (target) {
    target.scrollIntoView({ behavior: 'smooth', block: 'start' });
  }
};

const offerWayBack = () => {
  const top = document.querySelector('.column-right > .top');
  if (top && !top.querySelector('.zc-back')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-link zc-back';
    button.textContent = '‹ ' + BACK_TEXT;
    button.addEventListener('click', () => scrollTo('column-center'));
    top.prepend(button);
  }
};

document.addEventListener('click', event => {
  if (NARROW.matches && event.target.closest('.tasks-list li.task .clickable')) {
    offerWayBack();
    requestAnimationFrame(() => scrollTo('column-right'));
  }
});
