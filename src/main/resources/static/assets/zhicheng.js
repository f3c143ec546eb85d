// Makes the pages nicer; everything works without it.
(function () {
	'use strict';
	document.documentElement.classList.add('scripted');

	const focus = document.querySelector('[data-focus]');
	if (focus) {
		focus.focus();
	}

	// The place within a page is not sent to the server; it stays in the address while somebody signs in.
	document.querySelectorAll('form[data-keep-place] [name=continue]').forEach(wanted => {
		wanted.value = wanted.value.includes('#') ? wanted.value : wanted.value + location.hash;
	});

	document.querySelectorAll('form[data-once]').forEach(form => form.addEventListener('submit', event => {
		if (form.dataset.sent) {
			event.preventDefault();
			return;
		}
		form.dataset.sent = 'true';
		form.querySelectorAll('button').forEach(button => button.setAttribute('aria-disabled', 'true'));
	}));
	// A page that comes back from the browser's memory can be sent again; the server tells what has become of it.
	window.addEventListener('pageshow', () => document.querySelectorAll('form[data-once]').forEach(form => {
		delete form.dataset.sent;
		form.querySelectorAll('button').forEach(button => button.removeAttribute('aria-disabled'));
	}));

	// What goes on at the server is looked at again, after so many seconds.
	document.querySelectorAll('[data-reload]').forEach(part => setTimeout(() => location.reload(), 1000 * part.dataset.reload));

	document.querySelectorAll('[data-print]').forEach(button => {
		button.hidden = false;
		button.addEventListener('click', () => window.print());
	});
	document.querySelectorAll('[data-check-all]').forEach(box => {
		const all = () => box.closest('form').querySelectorAll('input[name="' + box.dataset.checkAll + '"]');
		box.closest('label').hidden = false;
		box.addEventListener('change', () => all().forEach(one => { one.checked = box.checked; }));
	});

	const form = document.getElementById('record-form');
	if (!form) {
		return;
	}

	guardUnsaved();
	form.querySelectorAll('select[data-other]').forEach(showOther);
	proposeTitles();
	chooseEmployer();
	uploadAtOnce();

	function guardUnsaved() {
		let changed = false;
		form.addEventListener('input', event => { changed = changed || event.target.type !== 'file'; });
		form.addEventListener('submit', () => { changed = false; });
		window.addEventListener('beforeunload', event => {
			if (changed) {
				event.preventDefault();
				event.returnValue = form.dataset.leave;
			}
		});
	}

	/** The field for what a list lacks appears when it is needed. */
	function showOther(select) {
		const other = document.getElementById(select.dataset.other);
		const show = () => { other.closest('.other').hidden = select.value !== '*'; };
		select.addEventListener('change', () => {
			show();
			if (select.value === '*') {
				other.focus();
			} else {
				other.value = '';
			}
		});
		show();
	}

	/** Titles of the chosen series and level; a title that has one level in its series brings it along. */
	function proposeTitles() {
		const list = document.getElementById('titles');
		const all = Array.from(list.options).map(option => ({ name: option.value, series: option.dataset.series, level: option.dataset.level }));
		const series = document.getElementById('series');
		const level = document.getElementById('level');
		const title = document.getElementById('title');
		const show = () => {
			const names = new Set(all.filter(one => (!series.value || series.value === '*' || one.series === series.value)
				&& (!level.value || one.level === level.value)).map(one => one.name));
			list.replaceChildren(...Array.from(names, name => Object.assign(document.createElement('option'), { value: name })));
		};
		series.addEventListener('change', show);
		level.addEventListener('change', show);
		title.addEventListener('change', () => {
			const found = all.filter(one => one.series === series.value && one.name === title.value.trim());
			if (found.length === 1 && !level.value) {
				level.value = found[0].level;
				show();
			}
		});
		show();
	}

	/** The employer's name becomes a combobox (ARIA 1.2, list with manual selection). */
	function chooseEmployer() {
		const input = document.getElementById('employer');
		const box = input.closest('.employer');
		const listedFor = box.querySelector('[name="employerListedFor"]');
		const matches = box.querySelector('.matches');
		const checked = matches && matches.querySelector('input:checked');
		const unclear = matches && !checked;
		const code = Object.assign(document.createElement('input'), { type: 'hidden', name: 'employer', value: checked ? checked.value : '' });
		const chosen = Object.assign(document.createElement('p'), { className: 'chosen' });
		chosen.setAttribute('role', 'status');
		if (checked) {
			chosen.textContent = '✓ ' + checked.parentElement.textContent.trim();
		}
		if (matches) {
			matches.remove();
		}
		const list = Object.assign(document.createElement('ul'), { className: 'listbox', id: 'employer-list', hidden: true });
		list.setAttribute('role', 'listbox');
		list.setAttribute('aria-label', form.dataset.matches);
		const say = Object.assign(document.createElement('p'), { className: 'sr' });
		say.setAttribute('role', 'status');
		box.append(code, list, chosen, say);
		input.setAttribute('role', 'combobox');
		input.setAttribute('aria-autocomplete', 'list');
		input.setAttribute('aria-expanded', 'false');
		input.setAttribute('aria-controls', list.id);
		let active = -1;
		let waiting = 0;

		const close = () => {
			list.hidden = true;
			active = -1;
			input.setAttribute('aria-expanded', 'false');
			input.removeAttribute('aria-activedescendant');
		};
		const take = option => {
			input.value = option.dataset.name;
			listedFor.value = option.dataset.name;
			code.value = option.dataset.code;
			chosen.textContent = '✓ ' + option.textContent;
			input.removeAttribute('aria-invalid');
			close();
		};
		const mark = index => {
			const options = list.children;
			if (!options.length) {
				return;
			}
			active = (index + options.length) % options.length;
			Array.from(options).forEach((option, at) => option.setAttribute('aria-selected', String(at === active)));
			input.setAttribute('aria-activedescendant', options[active].id);
			options[active].scrollIntoView({ block: 'nearest' });
		};
		const find = async () => {
			const name = input.value.trim();
			if (!name) {
				close();
				return;
			}
			const response = await fetch(form.dataset.employers + '?name=' + encodeURIComponent(name), { headers: { Accept: 'application/json' } }).catch(() => null);
			if (!response || !response.ok || response.redirected || input.value.trim() !== name) {
				return;
			}
			const found = await response.json();
			list.replaceChildren(...found.map((one, at) => {
				const option = Object.assign(document.createElement('li'), { id: 'employer-' + at });
				option.setAttribute('role', 'option');
				option.setAttribute('aria-selected', 'false');
				option.dataset.code = one.code;
				option.dataset.name = one.name;
				option.append(one.name, Object.assign(document.createElement('small'), { textContent: one.superior }));
				option.addEventListener('mousedown', event => { event.preventDefault(); take(option); });
				return option;
			}));
			active = -1;
			list.hidden = found.length === 0;
			input.setAttribute('aria-expanded', String(found.length > 0));
			say.textContent = found.length ? found.length + ' ' + form.dataset.matches : form.dataset.noMatch;
			chosen.textContent = found.length ? '' : form.dataset.noMatch;
		};
		input.addEventListener('input', () => {
			code.value = '';
			listedFor.value = '';
			chosen.textContent = '';
			clearTimeout(waiting);
			waiting = setTimeout(find, 200);
		});
		input.addEventListener('keydown', event => {
			if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
				event.preventDefault();
				if (list.hidden) {
					find();
				} else {
					mark(active + (event.key === 'ArrowDown' ? 1 : -1));
				}
			} else if (event.key === 'Enter' && !list.hidden) {
				event.preventDefault();
				if (active >= 0) {
					take(list.children[active]);
				}
			} else if (event.key === 'Escape') {
				close();
			}
		});
		input.addEventListener('blur', close);
		if (unclear && input.value) {
			find().then(() => input.focus());
		} else if (document.activeElement === input && input.value && !code.value) {
			// Typed while this script was still loading.
			find();
		}
	}

	/** A chosen or dropped file goes up at once, while what is typed stays; one after the other, for each changes the version. */
	function uploadAtOnce() {
		const csrf = document.querySelector('meta[name="csrf"]');
		const version = form.elements.version;
		let queue = Promise.resolve();
		form.addEventListener('change', event => {
			if (event.target.type === 'file' && event.target.files.length) {
				const slot = event.target.closest('.slot');
				const file = event.target.files[0];
				event.target.value = '';
				queue = queue.then(() => upload(slot, file));
			}
		});
		form.addEventListener('click', event => {
			const button = event.target.closest('[data-remove]');
			if (button) {
				event.preventDefault();
				const slot = button.closest('.slot');
				queue = queue.then(() => remove(slot, button.dataset.remove));
			}
		});
		['dragover', 'dragleave', 'drop'].forEach(type => form.addEventListener(type, event => {
			const slot = event.target.closest('.slot');
			if (!slot || !slot.querySelector('input[type="file"]')) {
				return;
			}
			event.preventDefault();
			slot.classList.toggle('over', type === 'dragover');
			if (type === 'drop' && event.dataTransfer.files.length) {
				const file = event.dataTransfer.files[0];
				queue = queue.then(() => upload(slot, file));
			}
		}));

		function upload(place, file) {
			const slot = document.getElementById(place.id);
			if (file.size > Number(form.dataset.maxBytes)) {
				say(slot, form.dataset.tooLarge);
				return Promise.resolve();
			}
			const body = new FormData();
			body.append('file', file);
			body.append('version', version.value);
			return send(slot, form.dataset.evidence + '/' + slot.dataset.kind, body);
		}

		function remove(place, id) {
			const slot = document.getElementById(place.id);
			const body = new FormData();
			body.append('kind', slot.dataset.kind);
			body.append('version', version.value);
			return send(slot, form.dataset.evidence + '/' + id + '/removal', body);
		}

		function send(slot, address, body) {
			const bar = slot.querySelector('.bar');
			bar.hidden = false;
			slot.querySelectorAll('.problem').forEach(problem => problem.remove());
			slot.querySelector('[data-status]').textContent = form.dataset.uploading;
			return new Promise(done => {
				const request = new XMLHttpRequest();
				request.open('POST', address);
				request.setRequestHeader(csrf.dataset.header, csrf.content);
				request.upload.addEventListener('progress', event => { bar.value = event.total ? 100 * event.loaded / event.total : 0; });
				request.addEventListener('loadend', () => {
					const now = request.getResponseHeader('Record-Version');
					const fresh = now && new DOMParser().parseFromString(request.responseText, 'text/html').querySelector('.slot');
					if (fresh) {
						version.value = now;
						replace(slot, fresh);
					} else {
						bar.hidden = true;
						slot.querySelector('[data-status]').textContent = '';
						say(slot, request.status === 200 || request.status === 403 ? form.dataset.sessionOver : form.dataset.uploadFailed);
					}
					done();
				});
				request.send(body);
			});
		}

		function replace(slot, fresh) {
			slot.replaceWith(fresh);
			const problem = fresh.querySelector('.problem');
			fresh.querySelector('[data-status]').textContent = problem ? problem.textContent : form.dataset.uploadDone;
			(fresh.querySelector('input[type="file"]') || fresh).focus();
		}

		function say(slot, text) {
			slot.querySelectorAll('.problem').forEach(problem => problem.remove());
			const problem = Object.assign(document.createElement('p'), { className: 'problem', textContent: text });
			problem.setAttribute('role', 'alert');
			slot.querySelector('.hint').after(problem);
		}
	}
})();
