// Paper cannot unfold anything, so every answer is opened for printing and closed again after it.
function openForPrint(root) {
  let closed = []
  window.addEventListener("beforeprint", () => {
    closed = [...root.querySelectorAll("main .answers details:not([open])")]
    for (const details of closed) details.open = true
  })
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false
  })
}

openForPrint(document)
