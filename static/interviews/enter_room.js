// Entry of the room's page.

import { Connection } from "./wire/connection.js";
import { Outbox } from "./wire/outbox.js";
import { handOverWhenSuperseded } from "./room/handing_over.js";
import { Room } from "./room/room.js";
import { connectControls } from "./room/room_controls.js";

function socketAddress(path) {
  const address = new URL(path, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return address.href;
}

async function enter(root) {
  const { token, socket, live, welcome, end } = root.dataset;
  const urls = { socket: socketAddress(socket), live: new URL(live, location.href).href };
  const connection = new Connection(urls);
  const room = new Room(root, await Outbox.open(token), connection, { welcome, end });
  connectControls(room);
  handOverWhenSuperseded(room, urls.live);
  connection.open();
}

enter(document.getElementById("room"));
