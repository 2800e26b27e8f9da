// Asks the device for a passkey and sends its answer with the form. <form data-passkey="create|get" data-options="{…}">
// holds the input `credential` and an <output>. Bytes travel as base64url.
const SAID = "Nothing happened: the device did not answer, or you stopped it. Try once more, or use your password."
const UNKNOWN = "This browser does not know passkeys. Use your password."
const TAKEN = "This device has a passkey for CareerCanopy already."

function toBytes(text) {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0))
}

function toText(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)))
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")
}

function readOptions(form) {
  const options = JSON.parse(form.dataset.options)
  options.challenge = toBytes(options.challenge)
  if (options.user) options.user.id = toBytes(options.user.id)
  for (const known of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) {
    known.id = toBytes(known.id)
  }
  return options
}

function writeCredential(credential) {
  const response = {}
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name])
  }
  const { id, type } = credential
  return JSON.stringify({ id, rawId: toText(credential.rawId), type, response, clientExtensionResults: {} })
}

async function askDevice(event) {
  event.preventDefault()
  const form = event.target
  const output = form.querySelector("output")
  if (!window.PublicKeyCredential) return (output.textContent = UNKNOWN)
  output.textContent = ""
  try {
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey: readOptions(form) })
    form.elements.credential.value = writeCredential(credential)
    form.submit()
  } catch (error) {
    output.textContent = error.name === "InvalidStateError" ? TAKEN : SAID
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", askDevice)
