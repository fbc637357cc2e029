// The token of the printed address has done its work once the cookie is set: it should not be copied with a link.
const address = new URL(location.href);
if (address.searchParams.has("token")) {
  address.searchParams.delete("token");
  history.replaceState(history.state, "", address);
}
document.querySelector(".hm-header .hm-on")?.scrollIntoView({block: "nearest", inline: "center"});

// A page whose kernel or server is gone keeps its last numbers; it has to say so.
const config = document.getElementById("jupyter-config-data");
if (config) {
  const {baseUrl, kernelId} = JSON.parse(config.textContent);
  const gone = document.getElementById("hm-gone");
  const ask = async () => {
    try {
      const answer = await fetch(`${baseUrl}api/kernels/${kernelId}?no_track_activity=1`, {cache: "no-store"});
      gone.hidden = answer.ok;
    } catch { gone.hidden = false; }
  };
  setInterval(ask, 15000);
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  // A notebook without a Page of ours never calls itself ready; show it all the same.
  addEventListener("load", () => setTimeout(() => {
    if (document.body.dataset.state === "loading" && !document.querySelector(".hm-page")) document.body.dataset.state = "ready";
  }, 15000));
}
