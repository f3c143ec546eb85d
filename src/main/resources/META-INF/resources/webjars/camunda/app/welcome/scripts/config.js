/* Takes precedence over the file of the same name in Camunda's webjar. */
export default {
  customScripts: ['../tasklist/scripts/sign-on', '../admin/scripts/password-rule']
};
