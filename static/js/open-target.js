// A link to a closed answer opens it: /faq#the-search-3.
function openTarget(root) {
  const open = () => {
    const target = location.hash && root.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (target instanceof HTMLDetailsElement) target.open = true
  }
  addEventListener("hashchange", open)
  open()
}

openTarget(document)
