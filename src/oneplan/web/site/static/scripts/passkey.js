// Passkeys need the browser's help: it asks the device and puts the answer into the form, which is then sent as ever.
const form = document.querySelector("form[data-passkey]");
document.querySelector("[data-without-script]").hidden = true;
const problem = document.querySelector("[data-passkey-problem]");

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const withBytes = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

function question() {
  const asked = JSON.parse(form.dataset.options);
  const read = { ...asked, challenge: toBytes(asked.challenge) };
  if (asked.user) read.user = { ...asked.user, id: toBytes(asked.user.id) };
  if (asked.excludeCredentials) read.excludeCredentials = withBytes(asked.excludeCredentials);
  if (asked.allowCredentials) read.allowCredentials = withBytes(asked.allowCredentials);
  return { publicKey: read };
}

function answer(key) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = toText(key.response[name]);
  }
  return JSON.stringify({ id: key.id, rawId: toText(key.rawId), type: key.type, response, clientExtensionResults: {} });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  try {
    const asked = question();
    const make = form.dataset.passkey === "make";
    const key = await (make ? navigator.credentials.create(asked) : navigator.credentials.get(asked));
    form.elements.answer.value = answer(key);
    form.submit();
  } catch {
    problem.hidden = false;
    problem.focus();
  }
});
