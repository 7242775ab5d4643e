// SPDX-License-Identifier: MIT
// Nothing: the target that the precompiled headers of all rooms belong to needs a source (see Rooms.cmake).
