#pragma once
#include "project/toml.hpp"
