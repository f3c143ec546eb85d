/*
 * There is one sign-in for everything that staff use. Where a web app would show its own, which is closed, it leads
 * to that one, and from there back to the same place.
 */
const OWN_SIGN_IN = /^#!?\/login/;
let place = OWN_SIGN_IN.test(location.hash) ? '' : location.hash;

function leaveOwnSignIn() {
  if (!OWN_SIGN_IN.test(location.hash)) {
    place = location.hash;
    return;
  }
  const root = location.pathname.slice(0, location.pathname.indexOf('/camunda/'));
  location.replace(root + '/sign-in?continue=' + encodeURIComponent(location.pathname.slice(root.length) + place));
}

window.addEventListener('hashchange', leaveOwnSignIn);
leaveOwnSignIn();
