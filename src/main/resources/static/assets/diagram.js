// Draws the models that a page names: where one lies is in data-diagram, which of its elements are marked in data-added,
// data-changed and data-removed, each a list of ids. Without scripts the page still has its words.
(function () {
	'use strict';

	const fit = viewer => {
		const canvas = viewer.get('canvas');
		canvas.zoom('fit-viewport', 'auto');
	};

	const mark = (viewer, holder) => {
		const registry = viewer.get('elementRegistry');
		['added', 'changed', 'removed'].forEach(kind => (holder.dataset[kind] || '').split(' ').filter(id => id && registry.get(id))
			.forEach(id => viewer.get('canvas').addMarker(id, 'diagram-' + kind)));
	};

	document.querySelectorAll('[data-diagram]').forEach(async holder => {
		try {
			const answer = await fetch(holder.dataset.diagram, { credentials: 'same-origin' });
			if (!answer.ok) {
				throw new Error(String(answer.status));
			}
			const viewer = new window.BpmnJS({ container: holder });
			await viewer.importXML(await answer.text());
			fit(viewer);
			mark(viewer, holder);
			holder.dataset.drawn = 'true';
			new ResizeObserver(() => {
				viewer.get('canvas').resized();
				fit(viewer);
			}).observe(holder);
		} catch (failure) {
			holder.textContent = holder.dataset.failed;
			holder.dataset.drawn = 'failed';
		}
	});
})();
