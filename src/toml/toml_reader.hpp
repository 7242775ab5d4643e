#pragma once
#include "project/toml_reader.hpp"
