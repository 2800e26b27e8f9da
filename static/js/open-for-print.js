// Paper has no disclosure to open, so everything is opened for it and put back after.
export function openForPrint(root) {
  let closed = []
  window.addEventListener("beforeprint", () => {
    closed = [...root.querySelectorAll("main .answers details:not([open])")]
    for (const details of closed) details.open = true
  })
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false
  })
}
